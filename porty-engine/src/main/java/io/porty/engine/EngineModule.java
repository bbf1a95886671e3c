package io.porty.engine;

import com.google.inject.AbstractModule;
import com.google.inject.Guice;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import com.google.inject.Stage;
import io.porty.api.mode.Relay;
import io.porty.engine.accesslog.AsyncLogDispatcher;
import io.porty.engine.accesslog.LogSinks;
import io.porty.engine.config.PortyConfig;
import io.porty.engine.control.AdminSlot;
import io.porty.engine.control.AdminSockets;
import io.porty.engine.control.AdminSources;
import io.porty.engine.control.ReloadCounters;
import io.porty.engine.handoff.FdReceiver;
import io.porty.engine.handoff.HandedTicketKeys;
import io.porty.engine.observe.loops.EventLoopMonitor;
import io.porty.engine.observe.loops.StallRecorder;
import io.porty.engine.observe.metrics.Meters;
import io.porty.engine.observe.recent.RecentTraffic;
import io.porty.engine.plugin.PluginCatalog;
import io.porty.engine.runtime.ConfigReloader;
import io.porty.engine.runtime.EngineContext;
import io.porty.engine.runtime.RuntimeModule;
import io.porty.net.diagnostics.InternalErrors;
import io.porty.net.dial.DialerResources;
import io.porty.net.dial.NameResolver;
import io.porty.net.dial.OwnConnections;
import io.porty.net.listener.InheritedSockets;
import io.porty.net.policy.OwnAddresses;
import io.porty.net.relay.NettyRelay;
import io.porty.net.transport.EventLoops;
import io.porty.net.transport.Transport;
import io.porty.net.upstream.EndpointTable;

/**
 * The Guice bindings of the engine. Plugins and configuration are loaded before, and bound as
 * instances.
 */
final class EngineModule extends AbstractModule {

  private final PluginCatalog catalog;
  private final PortyConfig config;
  private final EngineContext context;
  private final Transport transport;
  private final LogSinks sinks;
  private final FdReceiver received;

  EngineModule(
      PluginCatalog catalog,
      PortyConfig config,
      EngineContext context,
      Transport transport,
      LogSinks sinks,
      FdReceiver received) {
    this.received = received;
    this.catalog = catalog;
    this.config = config;
    this.context = context;
    this.transport = transport;
    this.sinks = sinks;
  }

  /** Loads Guice's classes, for {@link ClassPreloader}. */
  static void load() {
    Guice.createInjector(Stage.PRODUCTION, binder -> {});
  }

  @Override
  protected void configure() {
    binder().requireExplicitBindings();
    binder().disableCircularProxies();
    binder().requireExactBindingAnnotations();
    bind(PluginCatalog.class).toInstance(catalog);
    bind(PortyConfig.class).toInstance(config);
    bind(EngineContext.class).toInstance(context);
    bind(LogSinks.class).toInstance(sinks);
    bind(InheritedSockets.class).toInstance(received.inheritedSockets());
    bind(HandedTicketKeys.class).toInstance(received.ticketKeys());
    bind(OwnAddresses.class).toInstance(new OwnAddresses());
    bind(Relay.class)
        .toInstance(new NettyRelay(context.admission()::isShortOfMemory, context.errors()));
    bind(RecentTraffic.class).toInstance(new RecentTraffic());
    bind(EndpointTable.class).toInstance(new EndpointTable());
    bind(InternalErrors.class).toInstance(context.errors());
    bind(OwnConnections.class).toInstance(context.connections());
    install(new RuntimeModule());
    bind(ReloadCounters.class).toInstance(new ReloadCounters());
    bind(AdminSlot.class).in(Singleton.class);
  }

  @Provides
  @Singleton
  EventLoops loops() {
    EventLoops loops = new EventLoops(transport, config.eventLoops());
    context.admission().freesMemory(loops::trimCaches);
    return loops;
  }

  @Provides
  @Singleton
  Meters meters(EventLoops loops) {
    return new Meters(loops.all());
  }

  @Provides
  @Singleton
  EventLoopMonitor loopMonitor(EventLoops loops, InternalErrors errors) {
    return new EventLoopMonitor(loops.all(), errors);
  }

  @Provides
  @Singleton
  StallRecorder stalls(EventLoopMonitor monitor) {
    return new StallRecorder(monitor);
  }

  @Provides
  @Singleton
  AsyncLogDispatcher logDispatcher() {
    return new AsyncLogDispatcher(context.errors());
  }

  @Provides
  @Singleton
  NameResolver nameResolver() {
    return new NameResolver(context.lookups());
  }

  @Provides
  @Singleton
  DialerResources dialerResources(
      EventLoops loops,
      NameResolver resolver,
      EndpointTable endpoints,
      OwnConnections connections,
      InternalErrors errors) {
    return new DialerResources(loops, resolver, endpoints, connections, errors);
  }

  @Provides
  AdminSources adminSources(
      ConfigReloader reloader,
      DialerResources dialing,
      AsyncLogDispatcher logs,
      RecentTraffic recent,
      ReloadCounters reloads,
      EventLoopMonitor loopMonitor) {
    return new AdminSources(reloader, dialing, logs, recent, reloads, loopMonitor);
  }

  @Provides
  AdminSockets adminSockets(InheritedSockets inherited, OwnAddresses own) {
    return new AdminSockets(inherited, own);
  }
}
