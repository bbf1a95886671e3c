package io.porty.engine.config;

import io.porty.api.Key;
import io.porty.api.MissingKeyException;
import io.porty.api.log.AccessLog;
import io.porty.api.log.AccessLogFactory;
import io.porty.engine.accesslog.DeferredSink;
import io.porty.engine.plugin.PluginCatalog;
import io.porty.engine.plugin.PluginContexts;
import io.porty.engine.plugin.PluginFault;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the access logs of a route. Their tables are below the route, or at the top for all routes.
 */
final class AccessLogReader {

  private final PluginCatalog catalog;
  private final PluginContexts contexts;
  private final Globals globals;
  private final TomlSettings settings;

  AccessLogReader(
      PluginCatalog catalog, PluginContexts contexts, Globals globals, TomlSettings settings) {
    this.catalog = catalog;
    this.contexts = contexts;
    this.globals = globals;
    this.settings = settings;
  }

  /** The names in the route's {@code log_format}, known or not. */
  List<String> names() {
    return settings
        .find(RouteKeys.LOG_FORMAT)
        .filter(list -> !list.isEmpty())
        .orElseGet(() -> globals.get(GlobalKeys.LOG_FORMAT));
  }

  /** Empty if one is unknown or cannot be created; the error is then reported. */
  List<RouteConfig.LogChoice> read(String route) {
    boolean own = settings.find(RouteKeys.LOG_FORMAT).filter(list -> !list.isEmpty()).isPresent();
    List<RouteConfig.LogChoice> logs = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    boolean complete = true;
    for (String name : names()) {
      Optional<AccessLogFactory> factory =
          own
              ? CatalogLookup.find(
                  settings, RouteKeys.LOG_FORMAT, name, catalog.accessLogs(), "log format")
              : Optional.ofNullable(catalog.accessLogs().get(name));
      complete &= factory.isPresent();
      if (own && !seen.add(name)) {
        settings.report(RouteKeys.LOG_FORMAT, "lists \"" + name + "\" twice", "Keep the first.");
      } else {
        Optional<RouteConfig.LogChoice> log = factory.flatMap(f -> log(f, route));
        complete &= log.isPresent();
        log.ifPresent(logs::add);
      }
    }
    return complete ? logs : List.of();
  }

  private Optional<RouteConfig.LogChoice> log(AccessLogFactory factory, String route) {
    TomlSettings whole =
        settings.hasTable(factory.name()) || !globals.hasTable(factory.name())
            ? settings.table(factory.name())
            : globals.table(factory.name());
    List<Key<?>> keys = LogKeys.with(factory.keys());
    TomlSettings table = whole.declaring(catalog.guard(factory), keys);
    table.rejectUnknown(keys, Set.of(), key -> Optional.empty());
    if (!table.readAll(factory.keys())) {
      return Optional.empty();
    }
    String output =
        table
            .find(LogKeys.OUTPUT)
            .or(() -> settings.find(RouteKeys.LOG_OUTPUT))
            .orElseGet(() -> globals.get(GlobalKeys.LOG_OUTPUT));
    double sample = table.get(LogKeys.SAMPLE);
    DeferredSink sink = new DeferredSink();
    LogContext surroundings = new LogContext(contexts.of(catalog.loaded(factory)), route, sink);
    try {
      AccessLog log = factory.create(table, surroundings);
      return Optional.of(new RouteConfig.LogChoice(factory, table, output, sample, log, sink));
    } catch (MissingKeyException e) {
      return Optional.empty();
    } catch (PluginFault e) {
      settings.fault(
          RouteKeys.LOG_FORMAT, "lists \"" + factory.name() + "\", which " + e.whatOfCreate(), e);
      return Optional.empty();
    }
  }
}
