package io.porty.engine.config;

import io.porty.api.MissingKeyException;
import io.porty.api.mode.ModeFactory;
import io.porty.api.route.RouteInfo;
import io.porty.engine.plugin.PluginCatalog;
import io.porty.engine.plugin.PluginFault;
import java.util.Optional;

/** Looks up the mode of a route, or guesses the one that is meant, and checks its keys. */
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

  /**
   * Checks the keys of the mode, and answers whether the route asks its routers.
   *
   * @param servesTls whether its connections come over TLS
   */
  boolean check(ModeFactory mode, RouteInfo facts, boolean servesTls) {
    TomlSettings own = settings.declaring(catalog.guard(mode), mode.keys());
    if (!own.readAll(mode.keys())) {
      return true;
    }
    try {
      mode.check(facts, own, servesTls);
      return mode.asksRouters(own, servesTls);
    } catch (MissingKeyException e) {
      return true; // recorded
    } catch (PluginFault e) {
      settings.fault(RouteKeys.MODE, "is \"" + mode.name() + "\", which " + e.what(), e);
      return true;
    }
  }
}
