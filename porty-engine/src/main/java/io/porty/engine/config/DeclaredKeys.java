package io.porty.engine.config;

import io.porty.api.Key;
import io.porty.engine.plugin.PluginGuard;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which keys the part of a plugin that reads a table has declared, and what stands before that
 * part.
 *
 * @param names of the keys
 */
record DeclaredKeys(PluginGuard guard, Set<String> names) {

  static DeclaredKeys of(PluginGuard guard, Collection<? extends Key<?>> keys) {
    return new DeclaredKeys(guard, keys.stream().map(Key::name).collect(Collectors.toSet()));
  }

  /**
   * A key that is not declared would be unknown to whoever writes it.
   *
   * @throws IllegalStateException the author's mistake, thrown where it is made
   */
  void check(Key<?> key) {
    if (!names.contains(key.name())) {
      throw new IllegalStateException(
          "the key \"" + key.name() + "\" is read, but keys() does not list it");
    }
  }
}
