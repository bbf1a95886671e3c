package io.porty.engine.plugin;

import io.porty.api.Key;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a factory says of itself: each method once, behind its {@link PluginGuard}. Porty
 * works with what was read, so that a factory which answers otherwise the next time confuses
 * nobody.
 */
final class Declaration {

  /** What a configuration can name: a bare key of TOML. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_-]*");

  private static final Pattern KEY = Pattern.compile("[A-Za-z0-9_-]+");

  private final PluginGuard fence;

  Declaration(PluginGuard fence) {
    this.fence = fence;
  }

  /** Its name, which nothing else can be told by yet. */
  static String name(PluginGuard unnamed, Callable<@Nullable String> asked) {
    String name = unnamed.ask("name()", asked);
    if (!NAME.matcher(name).matches()) {
      throw unnamed.fault(
          "name()",
          "answered \""
              + name
              + "\"; a name is of letters, digits, _ and -, and begins with a letter");
    }
    return name;
  }

  <T> T value(String method, Callable<? extends @Nullable T> asked) {
    return fence.ask(method, asked);
  }

  /** A list without nulls in it. */
  <T> List<T> list(
      String method, Callable<? extends @Nullable Collection<? extends @Nullable T>> asked) {
    return list(fence, method, asked);
  }

  static <T> List<T> list(
      PluginGuard fence,
      String method,
      Callable<? extends @Nullable Collection<? extends @Nullable T>> asked) {
    Collection<? extends @Nullable T> all = fence.ask(method, asked);
    for (T one : all) {
      if (one == null) {
        throw fence.fault(method, "answered a list with null in it");
      }
    }
    return List.copyOf(all);
  }

  /** The keys, each one usable. */
  List<Key<?>> keys(Callable<? extends @Nullable List<Key<?>>> asked) {
    return keys("keys()", asked, List.of());
  }

  /**
   * As above, of another method.
   *
   * @param others keys that may stand in the same table, and have other names
   */
  List<Key<?>> keys(
      String method, Callable<? extends @Nullable List<Key<?>>> asked, List<Key<?>> others) {
    List<Key<?>> keys = list(method, asked);
    check(method, keys, "");
    Set<String> taken = others.stream().map(Key::name).collect(Collectors.toSet());
    for (Key<?> key : keys) {
      if (taken.contains(key.name())) {
        throw fence.fault(method, "lists \"" + key.name() + "\", which keys() lists too");
      }
    }
    return keys;
  }

  private void check(String method, List<Key<?>> keys, String table) {
    Set<String> seen = new HashSet<>();
    for (Key<?> key : keys) {
      String where = "lists \"" + table + key.name() + "\"";
      if (!KEY.matcher(key.name()).matches()) {
        throw fence.fault(method, where + "; a key's name is of letters, digits, _ and -");
      }
      if (!seen.add(key.name())) {
        throw fence.fault(method, where + " twice");
      }
      Optional<String> problem = fence.ask(method, key::problemOfDefault);
      if (problem.isPresent()) {
        throw fence.fault(method, where + ", whose own default does not fit: " + problem.get());
      }
      check(method, key.columns(), table + key.name() + ".");
    }
  }
}
