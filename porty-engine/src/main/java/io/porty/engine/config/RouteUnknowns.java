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

/** Reports what is written in a route and means nothing there, with what would help. */
final class RouteUnknowns {

  private final PluginCatalog catalog;
  private final TomlSettings settings;
  private final List<String> logs;

  /**
   * @param logs the names of its traffic logs
   */
  RouteUnknowns(PluginCatalog catalog, TomlSettings settings, List<String> logs) {
    this.catalog = catalog;
    this.settings = settings;
    this.logs = logs;
  }

  /**
   * @param mode empty if nobody knows which is meant: then every mode's keys may stand there
   * @param ownAddress whether the keys of the route stand for a listener
   */
  void reject(Optional<ModeFactory> mode, Optional<ListenerFactory> kind, boolean ownAddress) {
    List<Key<?>> known = new ArrayList<>(RouteKeys.ALL);
    List<ModeFactory> modes = mode.map(List::of).orElse(List.copyOf(catalog.modes().values()));
    for (ModeFactory one : modes) {
      known.addAll(one.keys());
      known.addAll(one.listenerKeys());
    }
    Set<String> tables = new HashSet<>(logs);
    tables.addAll(
        mode.map(m -> RouterChainReader.names(settings, m))
            .orElse(catalog.routers().keySet().stream().toList()));
    if (ownAddress) {
      kind.ifPresent(k -> tables.add(k.name()));
    }
    settings.rejectUnknown(known, tables, key -> hint(key, mode));
  }

  /** What is written has a meaning elsewhere: it is no misspelling. */
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
    return ListenerKeys.ALL.stream().anyMatch(k -> k.name().equals(key))
        ? Optional.of("It belongs to a listener: write it in a table [[listeners]].")
        : Optional.empty();
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
        : Optional.empty();
  }

  /** Before those that would decide in any case. */
  private String routersWith(String name, ModeFactory mode) {
    List<String> all = new ArrayList<>();
    all.add(name);
    all.addAll(RouterChainReader.names(settings, mode));
    return "routers = " + SampleConfig.toml(all);
  }
}
