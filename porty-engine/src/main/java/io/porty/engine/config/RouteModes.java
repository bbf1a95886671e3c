package io.porty.engine.config;

import io.porty.api.mode.ModeFactory;
import io.porty.engine.plugin.PluginCatalog;
import java.util.Optional;

/** Looks up the mode of a route, or guesses the one that is meant. */
final class RouteModes {

  private final PluginCatalog catalog;
  private final TomlSettings settings;

  RouteModes(PluginCatalog catalog, TomlSettings settings) {
    this.catalog = catalog;
    this.settings = settings;
  }

  /** Empty if no plugin provides it; the error is then reported. */
  Optional<ModeFactory> find() {
    return CatalogLookup.find(
        settings, RouteKeys.MODE, settings.get(RouteKeys.MODE), catalog.modes(), "mode");
  }

  /** The mode by whose keys the rest of the route is checked after an error. */
  Optional<ModeFactory> nearest() {
    return Suggestions.to(settings.get(RouteKeys.MODE), catalog.modes().keySet())
        .map(catalog.modes()::get);
  }
}
