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
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/**
 * The modes, listeners, routers and access logs that plugins provide, by kind and name. Calls into
 * each go through its {@link PluginGuard}. Immutable once created, which is before any
 * configuration is read, but for {@link CertificateSources}.
 */
public final class PluginCatalog {

  private final List<LoadedPlugin> plugins;
  private final CertificateSources certificateSources;
  private final List<Offer> offers = new ArrayList<>();
  private final Map<Object, Offer> offersByFactory = new IdentityHashMap<>();
  private final Map<String, ModeFactory> modes = new LinkedHashMap<>();
  private final Map<String, ListenerFactory> listeners = new LinkedHashMap<>();
  private final Map<String, RouterFactory<?>> routers = new LinkedHashMap<>();
  private final Map<String, AccessLogFactory> trafficLogs = new LinkedHashMap<>();

  /**
   * A factory that a plugin provides.
   *
   * @param kind "mode", "listener", "router", "access log" or "certificate source"
   * @param factory wrapped, so that its calls go through the guard
   */
  public record Offer(
      String kind, String name, Object factory, LoadedPlugin plugin, PluginGuard guard) {}

  /** Wraps a factory so that its calls go through the guard. */
  private interface Wrapper<F> {
    F wrap(F factory, String name, PluginGuard guard);
  }

  private PluginCatalog(List<LoadedPlugin> plugins) {
    this.plugins = new CopyOnWriteArrayList<>(plugins);
    this.certificateSources = new CertificateSources(this.plugins::add);
  }

  static PluginCatalog of(List<LoadedPlugin> plugins) throws PluginException {
    PluginCatalog catalog = new PluginCatalog(plugins);
    for (LoadedPlugin loaded : plugins) {
      try {
        catalog.register(loaded);
      } catch (PluginFault e) {
        throw new PluginException(e.getMessage() + "\n  Fix the plugin or remove it.");
      }
    }
    return catalog;
  }

  private void register(LoadedPlugin loaded) throws PluginException {
    PortyPlugin plugin = loaded.plugin();
    PluginGuard guard = loaded.guard("plugin " + plugin.getClass().getName());
    for (ModeFactory factory : Declaration.<ModeFactory>list(guard, "modes()", plugin::modes)) {
      register("mode", loaded, factory, ModeFactory::name, DeclaredMode::new, modes);
    }
    for (ListenerFactory factory :
        Declaration.<ListenerFactory>list(guard, "listeners()", plugin::listeners)) {
      register(
          "listener", loaded, factory, ListenerFactory::name, DeclaredListener::new, listeners);
    }
    for (RouterFactory<?> factory :
        Declaration.<RouterFactory<?>>list(guard, "routers()", plugin::routers)) {
      register("router", loaded, factory, RouterFactory::name, PluginCatalog::declared, routers);
    }
    for (AccessLogFactory factory :
        Declaration.<AccessLogFactory>list(guard, "accessLogs()", plugin::accessLogs)) {
      register(
          "access log", loaded, factory, AccessLogFactory::name, DeclaredLog::new, trafficLogs);
    }
    certificateSources.registerFrom(loaded);
  }

  /** Captures the wildcard: only the factory itself knows its request type. */
  private static RouterFactory<?> declared(
      RouterFactory<?> factory, String name, PluginGuard guard) {
    return typed(factory, name, guard);
  }

  private static <R extends RouteRequest> RouterFactory<R> typed(
      RouterFactory<R> factory, String name, PluginGuard guard) {
    return new DeclaredRouter<>(factory, name, guard);
  }

  private <F> void register(
      String kind,
      LoadedPlugin plugin,
      F factory,
      Function<F, String> nameOf,
      Wrapper<F> wrapper,
      Map<String, F> registry)
      throws PluginException {
    PluginGuard unnamed = plugin.guard(kind + " " + factory.getClass().getName());
    String name = Declaration.name(unnamed, () -> nameOf.apply(factory));
    Offer other = offer(kind, name);
    if (other != null) {
      throw new PluginException(DuplicateName.message(kind, name, other.plugin(), plugin));
    }
    PluginGuard guard = plugin.guard(kind + " \"" + name + "\"");
    F guarded = wrapper.wrap(factory, name, guard);
    Offer offer = new Offer(kind, name, guarded, plugin, guard);
    registry.put(name, guarded);
    offers.add(offer);
    offersByFactory.put(guarded, offer);
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
    return List.copyOf(plugins);
  }

  public List<Offer> offers() {
    List<Offer> all = new ArrayList<>(offers);
    all.addAll(certificateSources.loaded());
    return List.copyOf(all);
  }

  public CertificateSources certificateSources() {
    return certificateSources;
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
    Offer offer = offersByFactory.get(factory);
    if (offer == null) {
      throw new IllegalArgumentException("not of this catalog: " + factory);
    }
    return offer;
  }

  /** The plugin that provides a factory. */
  public LoadedPlugin loaded(Object factory) {
    return offer(factory).plugin();
  }

  /** The guard for calls into what a factory has created. */
  public PluginGuard guard(Object factory) {
    return offer(factory).guard();
  }

  /** The plugin that provides a factory and the factory's kind and name, for messages. */
  public String owner(Object factory) {
    return offer(factory).guard().owner();
  }
}
