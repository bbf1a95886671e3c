package io.porty.engine.config;

import io.porty.api.mode.ModeFactory;
import io.porty.engine.plugin.PluginCatalog;
import java.util.Optional;

/** Finds the mode of a route, or the one that is likely meant. */
final class RouteModes {

  private final PluginCatalog catalog;
  private final TomlSettings settings;

  RouteModes(PluginCatalog catalog, TomlSettings settings) {
    this.catalog = catalog;
    this.settings = settings;
  }

  /** Empty if no plugin offers it, which has been said then. */
  Optional<ModeFactory> find() {
    return CatalogLookup.find(
        settings, RouteKeys.MODE, settings.get(RouteKeys.MODE), catalog.modes(), "mode");
  }

  /** By whose keys the rest of the route is read, so that its mistakes are found as well. */
  Optional<ModeFactory> nearest() {
    return Suggestions.to(settings.get(RouteKeys.MODE), catalog.modes().keySet())
        .map(catalog.modes()::get);
  }
}
