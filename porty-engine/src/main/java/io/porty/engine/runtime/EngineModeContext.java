package io.porty.engine.runtime;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.porty.api.PluginContext;
import io.porty.api.Settings;
import io.porty.api.mode.Conduit;
import io.porty.api.mode.FaultReporter;
import io.porty.api.mode.HttpChallenges;
import io.porty.api.mode.ModeContext;
import io.porty.api.mode.ModeMeter;
import io.porty.api.mode.Relay;
import io.porty.api.mode.Route;
import io.porty.engine.config.TomlSettings;
import io.porty.engine.config.VirtualHosts;
import io.porty.engine.plugin.PluginGuard;
import io.porty.net.conduit.ChannelConduit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * What a mode has of the engine at one listening address. A mode of a third-party plugin gets
 * guarded routes and a guarded relay. Thread-safe.
 */
final class EngineModeContext implements ModeContext {

  /** The listener of the address. */
  interface Listener {

    /** Whether no permit is left for a further connection. */
    boolean isFull();

    /** Counts what the mode counts. */
    ModeMeter meter();
  }

  private final ModeServices services;
  private final Relay relay;
  private final EngineContext engine;
  private final PluginContext context;
  private final List<Route> visibleRoutes;
  private final FaultReporter faults;
  private final Settings listenerSettings;
  private final Listener listener;

  /**
   * @param config the address
   * @param routes of the address
   * @param context of the plugin that provides the mode
   * @param guard of that plugin
   */
  EngineModeContext(
      VirtualHosts config,
      List<RouteRuntime> routes,
      ModeServices services,
      PluginContext context,
      PluginGuard guard,
      Listener listener) {
    this.services = services;
    this.engine = services.context();
    boolean thirdParty = guard.pluginLoader() != null;
    this.relay = thirdParty ? new GuardedRelay(services.relay(), guard) : services.relay();
    this.visibleRoutes = thirdParty ? guarded(config, routes, guard) : List.copyOf(routes);
    this.faults =
        thirdParty
            ? (where, cause) -> guard.logFailure("failed in " + where, cause)
            : engine.errors().of(config.place());
    this.listenerSettings =
        config.listenerConfig().settings().declaring(guard, config.mode().listenerKeys());
    this.context = context;
    this.listener = listener;
  }

  private static List<Route> guarded(
      VirtualHosts config, List<RouteRuntime> routes, PluginGuard guard) {
    List<Route> all = new ArrayList<>();
    for (RouteRuntime route : routes) {
      all.add(
          new GuardedRoute(
              route,
              ((TomlSettings) route.settings()).declaring(guard, config.mode().keys()),
              guard));
    }
    return List.copyOf(all);
  }

  @Override
  public List<Route> routes() {
    return visibleRoutes;
  }

  @Override
  public Settings listenerSettings() {
    return listenerSettings;
  }

  @Override
  public List<EventLoop> eventLoops() {
    return services.loops().all();
  }

  @Override
  public Optional<HttpChallenges> challenges() {
    return Optional.ofNullable(services.challenges());
  }

  @Override
  public Relay relay() {
    return relay;
  }

  @Override
  public Conduit conduit(Channel channel) {
    return new ChannelConduit(channel);
  }

  @Override
  public FaultReporter faults() {
    return faults;
  }

  @Override
  public long reserveIds(int count) {
    return engine.reserveIds(count);
  }

  @Override
  public boolean isShortOfMemory() {
    return engine.admission().isShortOfMemory();
  }

  @Override
  public boolean isFull() {
    return listener.isFull();
  }

  @Override
  public ModeMeter meter() {
    return listener.meter();
  }

  @Override
  public String instanceId() {
    return services.instanceId();
  }

  @Override
  public String portyVersion() {
    return context.portyVersion();
  }

  @Override
  public Executor blocking() {
    return context.blocking();
  }
}
