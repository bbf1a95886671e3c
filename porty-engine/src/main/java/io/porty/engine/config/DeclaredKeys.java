package io.porty.engine.config;

import io.porty.api.Key;
import io.porty.engine.plugin.PluginGuard;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The keys that a plugin has declared for a table, with the plugin's guard.
 *
 * @param names of the keys
 */
record DeclaredKeys(PluginGuard guard, Set<String> names) {

  static DeclaredKeys of(PluginGuard guard, Collection<? extends Key<?>> keys) {
    return new DeclaredKeys(guard, keys.stream().map(Key::name).collect(Collectors.toSet()));
  }

  /**
   * Rejects reading an undeclared key: the configuration check would not accept it.
   *
   * @throws IllegalStateException for an undeclared key, an error of the plugin's author
   */
  void check(Key<?> key) {
    if (!names.contains(key.name())) {
      throw new IllegalStateException(
          "the key \"" + key.name() + "\" is read, but keys() does not list it");
    }
  }
}
