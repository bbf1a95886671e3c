package io.porty.engine.config;

import io.porty.api.Key;
import io.porty.api.listener.ListenerFactory;
import io.porty.api.mode.ModeFactory;
import io.porty.engine.plugin.PluginCatalog;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reports unknown keys and tables of a route, with a remedy. */
final class RouteUnknowns {

  private final PluginCatalog catalog;
  private final TomlSettings settings;
  private final List<String> logs;

  /**
   * @param logs the names of its access logs
   */
  RouteUnknowns(PluginCatalog catalog, TomlSettings settings, List<String> logs) {
    this.catalog = catalog;
    this.settings = settings;
    this.logs = logs;
  }

  /**
   * @param mode empty if it is unknown; then the keys of every mode are accepted
   * @param ownAddress whether the route has its own listen address
   */
  void reject(Optional<ModeFactory> mode, Optional<ListenerFactory> kind, boolean ownAddress) {
    List<Key<?>> known = new ArrayList<>(RouteKeys.ALL);
    List<ModeFactory> modes = mode.map(List::of).orElse(List.copyOf(catalog.modes().values()));
    for (ModeFactory one : modes) {
      known.addAll(one.keys());
      known.addAll(one.listenerKeys());
    }
    known.add(TlsKeys.WORD);
    Set<String> tables = new HashSet<>(logs);
    tables.add(TlsKeys.TABLE);
    tables.add(UpstreamTlsKeys.TABLE);
    tables.addAll(
        mode.map(m -> RouterChainReader.names(settings, m))
            .orElse(catalog.routers().keySet().stream().toList()));
    if (ownAddress) {
      kind.ifPresent(k -> tables.add(k.name()));
    }
    settings.rejectUnknown(known, tables, key -> hint(key, mode));
  }

  /** The remedy for a key that is valid elsewhere. */
  private Optional<String> hint(String key, Optional<ModeFactory> mode) {
    if (settings.hasTable(key)) {
      return table(key, mode);
    }
    for (ModeFactory other : catalog.modes().values()) {
      boolean its =
          other.keys().stream().anyMatch(k -> k.name().equals(key))
              || other.listenerKeys().stream().anyMatch(k -> k.name().equals(key));
      if (its && mode.isPresent()) {
        return Optional.of(
            "It belongs to mode \""
                + other.name()
                + "\"; this route's is \""
                + mode.get().name()
                + "\".");
      }
    }
    return KeyOwner.of(key, List.of());
  }

  private Optional<String> table(String name, Optional<ModeFactory> mode) {
    if (catalog.routers().containsKey(name) && mode.isPresent()) {
      ModeFactory its = mode.get();
      return catalog.routers().get(name).requestType().isAssignableFrom(its.requestType())
          ? Optional.of("Add \"" + name + "\" to routers: " + routersWith(name, its) + ".")
          : Optional.of(
              "The router \"" + name + "\" does not fit mode \"" + its.name() + "\"; remove it.");
    }
    if (catalog.accessLogs().containsKey(name)) {
      List<String> all = new ArrayList<>(logs);
      all.add(name);
      return Optional.of(
          "Add \"" + name + "\" to log_format: log_format = " + SampleConfig.toml(all) + ".");
    }
    return catalog.listeners().containsKey(name)
        ? Optional.of(
            settings.has(RouteKeys.LISTENER)
                ? "It belongs to a listener: write it as [listeners."
                    + name
                    + "] below its table [[listeners]]."
                : "It is for a listener of kind \"" + name + "\"; this route's is another.")
        : KeyOwner.ofTable(name, catalog.certificateSources().names());
  }

  /** Placed before routers that always decide. */
  private String routersWith(String name, ModeFactory mode) {
    List<String> all = new ArrayList<>();
    all.add(name);
    all.addAll(RouterChainReader.names(settings, mode));
    return "routers = " + SampleConfig.toml(all);
  }
}
