package io.porty.engine.config;

import io.porty.api.Key;
import java.util.Map;
import java.util.Optional;

/** Looks up the plugin factories that a configuration names. */
final class CatalogLookup {

  /**
   * @param kind for the message: "router"
   */
  static <F> Optional<F> find(
      TomlSettings settings, Key<?> key, String requested, Map<String, F> known, String kind) {
    F factory = known.get(requested);
    if (factory == null) {
      settings.report(
          key,
          "names the " + kind + " \"" + requested + "\", which no plugin offers",
          Suggestions.remedy(requested, known.keySet()));
    }
    return Optional.ofNullable(factory);
  }

  private CatalogLookup() {}
}
