package io.porty.engine.plugin;

import io.porty.api.listener.ListenerFactory;
import io.porty.api.log.TrafficLogFactory;
import io.porty.api.mode.ModeFactory;
import io.porty.api.plugin.PortyPlugin;
import io.porty.api.route.RouterFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Everything that plugins offer, by kind and name. Immutable; complete before any configuration is
 * read.
 */
public final class PluginCatalog {

  private final List<LoadedPlugin> plugins;
  private final List<Offer> offers = new ArrayList<>();
  private final Map<String, ModeFactory> modes = new LinkedHashMap<>();
  private final Map<String, ListenerFactory> listeners = new LinkedHashMap<>();
  private final Map<String, RouterFactory<?>> routers = new LinkedHashMap<>();
  private final Map<String, TrafficLogFactory> trafficLogs = new LinkedHashMap<>();

  /**
   * Something that a plugin offers.
   *
   * @param kind "mode", "listener", "router" or "traffic log"
   */
  public record Offer(String kind, String name, Object factory, LoadedPlugin by) {}

  private PluginCatalog(List<LoadedPlugin> plugins) {
    this.plugins = List.copyOf(plugins);
  }

  static PluginCatalog of(List<LoadedPlugin> plugins) throws PluginException {
    PluginCatalog catalog = new PluginCatalog(plugins);
    for (LoadedPlugin loaded : plugins) {
      try {
        PortyPlugin plugin = loaded.plugin();
        catalog.take("mode", loaded, plugin.modes(), ModeFactory::name, catalog.modes);
        catalog.take(
            "listener", loaded, plugin.listeners(), ListenerFactory::name, catalog.listeners);
        catalog.take("router", loaded, plugin.routers(), RouterFactory::name, catalog.routers);
        catalog.take(
            "traffic log",
            loaded,
            plugin.trafficLogs(),
            TrafficLogFactory::name,
            catalog.trafficLogs);
      } catch (RuntimeException | LinkageError e) {
        throw new PluginException(
            loaded.origin().jar() + ": " + loaded.plugin().getClass().getName() + " failed: " + e);
      }
    }
    return catalog;
  }

  private <F> void take(
      String kind,
      LoadedPlugin by,
      List<? extends F> factories,
      Function<F, String> naming,
      Map<String, F> into)
      throws PluginException {
    for (F factory : factories) {
      String name = naming.apply(factory);
      if (into.putIfAbsent(name, factory) != null) {
        Optional<Offer> other =
            offers.stream().filter(o -> o.kind().equals(kind) && o.name().equals(name)).findFirst();
        throw new PluginException(
            "two plugins offer the "
                + kind
                + " \""
                + name
                + "\": "
                + other.map(o -> o.by().origin().jar()).orElse("?")
                + " and "
                + by.origin().jar()
                + "; remove one");
      }
      offers.add(new Offer(kind, name, factory, by));
    }
  }

  public List<LoadedPlugin> plugins() {
    return plugins;
  }

  public List<Offer> offers() {
    return List.copyOf(offers);
  }

  public Map<String, ModeFactory> modes() {
    return Map.copyOf(modes);
  }

  public Map<String, ListenerFactory> listeners() {
    return Map.copyOf(listeners);
  }

  public Map<String, RouterFactory<?>> routers() {
    return Map.copyOf(routers);
  }

  public Map<String, TrafficLogFactory> trafficLogs() {
    return Map.copyOf(trafficLogs);
  }

  /** The plugin that offers a factory. */
  public LoadedPlugin loaded(Object factory) {
    return offers.stream()
        .filter(o -> o.factory() == factory)
        .map(Offer::by)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("not of this catalog: " + factory));
  }

  /** Who offers a factory, for messages. */
  public String owner(Object factory) {
    return offers.stream()
        .filter(o -> o.factory() == factory)
        .map(o -> o.kind() + " \"" + o.name() + "\" of " + o.by().origin().jar())
        .findFirst()
        .orElse(factory.getClass().getName());
  }
}
