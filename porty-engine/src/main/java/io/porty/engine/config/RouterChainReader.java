package io.porty.engine.config;

import io.porty.api.Key;
import io.porty.api.MissingKeyException;
import io.porty.api.Settings;
import io.porty.api.Target;
import io.porty.api.mode.ModeFactory;
import io.porty.api.route.RouteInfo;
import io.porty.api.route.Router;
import io.porty.api.route.RouterFactory;
import io.porty.engine.plugin.PluginCatalog;
import io.porty.engine.plugin.PluginContexts;
import io.porty.engine.plugin.PluginFault;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads a route's routers and the targets in their settings. */
final class RouterChainReader {

  private final PluginCatalog catalog;
  private final PluginContexts contexts;
  private final TomlSettings settings;
  private final Set<Target> trusted = new HashSet<>();

  RouterChainReader(PluginCatalog catalog, PluginContexts contexts, TomlSettings settings) {
    this.catalog = catalog;
    this.contexts = contexts;
    this.settings = settings;
  }

  /** The names that the route lists, else the mode's defaults. */
  List<String> names(ModeFactory mode) {
    return names(settings, mode);
  }

  static List<String> names(TomlSettings settings, ModeFactory mode) {
    return settings
        .find(RouteKeys.ROUTERS)
        .filter(list -> !list.isEmpty())
        .orElse(mode.defaultRouters());
  }

  /** Reports unknown names if the mode is unknown. */
  void findAll() {
    for (String router : settings.find(RouteKeys.ROUTERS).orElse(List.of())) {
      CatalogLookup.find(settings, RouteKeys.ROUTERS, router, catalog.routers(), "router")
          .ifPresent(
              factory ->
                  settings
                      .table(router)
                      .declaring(catalog.guard(factory), factory.keys())
                      .readAll(factory.keys()));
    }
  }

  /**
   * @param asks whether the mode asks them; if not, there are none, although they are checked
   */
  List<RouteConfig.RouterChoice> read(ModeFactory mode, RouteInfo facts, boolean asks) {
    List<RouteConfig.RouterChoice> chosen = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (String router : names(mode)) {
      Optional<RouterFactory<?>> factory =
          CatalogLookup.find(settings, RouteKeys.ROUTERS, router, catalog.routers(), "router");
      if (factory.isEmpty()) {
        continue;
      }
      if (!factory.get().requestType().isAssignableFrom(mode.requestType())) {
        settings.report(
            RouteKeys.ROUTERS,
            "lists \"" + router + "\", which does not fit mode \"" + mode.name() + "\"",
            "Remove it, or change the mode.");
      } else if (!seen.add(router)) {
        settings.report(RouteKeys.ROUTERS, "lists \"" + router + "\" twice", "Keep the first.");
      } else {
        List<Key<?>> keys = factory.get().keys();
        TomlSettings own = settings.table(router).declaring(catalog.guard(factory.get()), keys);
        own.rejectUnknown(keys, Set.of(), key -> Optional.empty());
        boolean complete = own.readAll(keys);
        Set<Target> named = new HashSet<>();
        keys.forEach(key -> collect(named, own, key));
        trusted.addAll(named);
        facts.target().ifPresent(named::add);
        if (complete) {
          create(factory.get(), own, facts)
              .map(made -> new RouteConfig.RouterChoice(factory.get(), made, own, named))
              .ifPresent(chosen::add);
        }
      }
    }
    return asks ? chosen : List.of();
  }

  /** All targets in the settings. */
  Set<Target> trusted() {
    return trusted;
  }

  private static void collect(Set<Target> named, Settings table, Key<?> key) {
    Object value = table.find(key).orElse(null);
    if (value instanceof Target target) {
      named.add(target);
    } else if (!key.columns().isEmpty() && value instanceof List<?> rows) {
      for (Object row : rows) {
        key.columns().forEach(column -> collect(named, (Settings) row, column));
      }
    }
  }

  private Optional<Router<?>> create(RouterFactory<?> factory, Settings own, RouteInfo facts) {
    try {
      return Optional.of(
          factory.create(own, new RouterContext(contexts.of(catalog.loaded(factory)), facts)));
    } catch (MissingKeyException e) {
      return Optional.empty();
    } catch (PluginFault e) {
      settings.fault(
          RouteKeys.ROUTERS, "lists \"" + factory.name() + "\", which " + e.whatOfCreate(), e);
      return Optional.empty();
    }
  }
}
