package io.porty.engine.plugin;

import io.porty.api.listener.ListenerFactory;
import io.porty.api.log.AccessLogFactory;
import io.porty.api.mode.ModeFactory;
import io.porty.api.plugin.PortyPlugin;
import io.porty.api.route.RouteRequest;
import io.porty.api.route.RouterFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Everything that plugins offer, by kind and name, each behind its {@link PluginGuard}. Immutable;
 * complete before any configuration is read.
 */
public final class PluginCatalog {

  private final List<LoadedPlugin> plugins;
  private final List<Offer> offers = new ArrayList<>();
  private final Map<Object, Offer> byFactory = new IdentityHashMap<>();
  private final Map<String, ModeFactory> modes = new LinkedHashMap<>();
  private final Map<String, ListenerFactory> listeners = new LinkedHashMap<>();
  private final Map<String, RouterFactory<?>> routers = new LinkedHashMap<>();
  private final Map<String, AccessLogFactory> trafficLogs = new LinkedHashMap<>();

  /**
   * Something that a plugin offers.
   *
   * @param kind "mode", "listener", "router" or "traffic log"
   * @param factory behind the fence
   */
  public record Offer(
      String kind, String name, Object factory, LoadedPlugin by, PluginGuard fence) {}

  /** Puts a factory behind its fence. */
  private interface Wrapping<F> {
    F wrap(F factory, String name, PluginGuard fence);
  }

  private PluginCatalog(List<LoadedPlugin> plugins) {
    this.plugins = List.copyOf(plugins);
  }

  static PluginCatalog of(List<LoadedPlugin> plugins) throws PluginException {
    PluginCatalog catalog = new PluginCatalog(plugins);
    for (LoadedPlugin loaded : plugins) {
      try {
        catalog.take(loaded);
      } catch (PluginFault e) {
        throw new PluginException(e.getMessage() + "\n  Mend the plugin or remove it.");
      }
    }
    return catalog;
  }

  private void take(LoadedPlugin by) throws PluginException {
    PortyPlugin plugin = by.plugin();
    PluginGuard fence = by.fence("plugin " + plugin.getClass().getName());
    for (ModeFactory one : Declaration.<ModeFactory>list(fence, "modes()", plugin::modes)) {
      take("mode", by, one, ModeFactory::name, DeclaredMode::new, modes);
    }
    for (ListenerFactory one :
        Declaration.<ListenerFactory>list(fence, "listeners()", plugin::listeners)) {
      take("listener", by, one, ListenerFactory::name, DeclaredListener::new, listeners);
    }
    for (RouterFactory<?> one :
        Declaration.<RouterFactory<?>>list(fence, "routers()", plugin::routers)) {
      take("router", by, one, RouterFactory::name, PluginCatalog::declared, routers);
    }
    for (AccessLogFactory one :
        Declaration.<AccessLogFactory>list(fence, "accessLogs()", plugin::accessLogs)) {
      take("traffic log", by, one, AccessLogFactory::name, DeclaredLog::new, trafficLogs);
    }
  }

  /** For the type parameter, which nobody but the factory itself knows. */
  private static RouterFactory<?> declared(
      RouterFactory<?> factory, String name, PluginGuard fence) {
    return typed(factory, name, fence);
  }

  private static <R extends RouteRequest> RouterFactory<R> typed(
      RouterFactory<R> factory, String name, PluginGuard fence) {
    return new DeclaredRouter<>(factory, name, fence);
  }

  private <F> void take(
      String kind,
      LoadedPlugin by,
      F factory,
      Function<F, String> naming,
      Wrapping<F> wrapping,
      Map<String, F> into)
      throws PluginException {
    PluginGuard unnamed = by.fence(kind + " " + factory.getClass().getName());
    String name = Declaration.name(unnamed, () -> naming.apply(factory));
    Offer other = offer(kind, name);
    if (other != null) {
      throw new PluginException(DuplicateName.between(kind, name, other.by(), by));
    }
    PluginGuard fence = by.fence(kind + " \"" + name + "\"");
    F behind = wrapping.wrap(factory, name, fence);
    Offer offer = new Offer(kind, name, behind, by, fence);
    into.put(name, behind);
    offers.add(offer);
    byFactory.put(behind, offer);
  }

  private @org.jspecify.annotations.Nullable Offer offer(String kind, String name) {
    for (Offer offer : offers) {
      if (offer.kind().equals(kind) && offer.name().equals(name)) {
        return offer;
      }
    }
    return null;
  }

  public List<LoadedPlugin> plugins() {
    return plugins;
  }

  public List<Offer> offers() {
    return List.copyOf(offers);
  }

  public Map<String, ModeFactory> modes() {
    return Collections.unmodifiableMap(modes);
  }

  public Map<String, ListenerFactory> listeners() {
    return Collections.unmodifiableMap(listeners);
  }

  public Map<String, RouterFactory<?>> routers() {
    return Collections.unmodifiableMap(routers);
  }

  public Map<String, AccessLogFactory> accessLogs() {
    return Collections.unmodifiableMap(trafficLogs);
  }

  private Offer offer(Object factory) {
    Offer offer = byFactory.get(factory);
    if (offer == null) {
      throw new IllegalArgumentException("not of this catalog: " + factory);
    }
    return offer;
  }

  /** The plugin that offers a factory. */
  public LoadedPlugin loaded(Object factory) {
    return offer(factory).by();
  }

  /** What every call into what a factory has made goes through. */
  public PluginGuard fence(Object factory) {
    return offer(factory).fence();
  }

  /** Who offers a factory, for messages. */
  public String owner(Object factory) {
    return offer(factory).fence().owner();
  }
}
