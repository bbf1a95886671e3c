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
 * Reads and validates what a factory declares: each method once, through its {@link PluginGuard}.
 * Porty uses the values read here, so a factory that later returns something else has no effect.
 */
final class Declaration {

  /** A name that a configuration can use as a bare TOML key. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_-]*");

  private static final Pattern KEY = Pattern.compile("[A-Za-z0-9_-]+");

  private final PluginGuard guard;

  Declaration(PluginGuard guard) {
    this.guard = guard;
  }

  /** Reads the name of a factory, with a guard that names its class instead. */
  static String name(PluginGuard unnamed, Callable<@Nullable String> call) {
    String name = unnamed.require("name()", call);
    if (!NAME.matcher(name).matches()) {
      throw unnamed.fault(
          "name()",
          "returned \""
              + name
              + "\"; a name consists of letters, digits, _ and -, and begins with a letter");
    }
    return name;
  }

  /** Reads a value that must not be null. */
  <T> T value(String method, Callable<? extends @Nullable T> call) {
    return guard.require(method, call);
  }

  /** Reads a list that must not contain null. */
  <T> List<T> list(
      String method, Callable<? extends @Nullable Collection<? extends @Nullable T>> call) {
    return list(guard, method, call);
  }

  static <T> List<T> list(
      PluginGuard guard,
      String method,
      Callable<? extends @Nullable Collection<? extends @Nullable T>> call) {
    Collection<? extends @Nullable T> all = guard.require(method, call);
    for (T one : all) {
      if (one == null) {
        throw guard.fault(method, "returned a list that contains null");
      }
    }
    return List.copyOf(all);
  }

  /** Reads and validates the configuration keys of {@code keys()}. */
  List<Key<?>> keys(Callable<? extends @Nullable List<Key<?>>> call) {
    return keys("keys()", call, List.of());
  }

  /**
   * As {@link #keys(Callable)}, of another method.
   *
   * @param others keys of the same table, whose names must differ
   */
  List<Key<?>> keys(
      String method, Callable<? extends @Nullable List<Key<?>>> call, List<Key<?>> others) {
    List<Key<?>> keys = list(method, call);
    check(method, keys, "");
    Set<String> taken = others.stream().map(Key::name).collect(Collectors.toSet());
    for (Key<?> key : keys) {
      if (taken.contains(key.name())) {
        throw guard.fault(method, "lists \"" + key.name() + "\", which keys() lists as well");
      }
    }
    return keys;
  }

  private void check(String method, List<Key<?>> keys, String table) {
    Set<String> seen = new HashSet<>();
    for (Key<?> key : keys) {
      String where = "lists \"" + table + key.name() + "\"";
      if (!KEY.matcher(key.name()).matches()) {
        throw guard.fault(
            method, where + "; the name of a key consists of letters, digits, _ and -");
      }
      if (!seen.add(key.name())) {
        throw guard.fault(method, where + " twice");
      }
      Optional<String> problem = guard.require(method, key::problemOfDefault);
      if (problem.isPresent()) {
        throw guard.fault(method, where + ", whose default value is invalid: " + problem.get());
      }
      check(method, key.columns(), table + key.name() + ".");
    }
  }
}
