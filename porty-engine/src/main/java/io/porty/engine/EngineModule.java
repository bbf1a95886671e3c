package io.porty.engine;

import com.google.inject.AbstractModule;
import com.google.inject.Guice;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import com.google.inject.Stage;
import io.porty.api.mode.Relay;
import io.porty.engine.admin.AdminEndpoint;
import io.porty.engine.admin.Inside;
import io.porty.engine.config.PortyConfig;
import io.porty.engine.dial.Dialing;
import io.porty.engine.dial.NameResolver;
import io.porty.engine.dial.OwnConnections;
import io.porty.engine.dial.Reachability;
import io.porty.engine.generation.EngineContext;
import io.porty.engine.generation.Generations;
import io.porty.engine.generation.RouteAssembly;
import io.porty.engine.handover.Inheritance;
import io.porty.engine.listen.Loops;
import io.porty.engine.listen.Transport;
import io.porty.engine.log.LogPump;
import io.porty.engine.log.LogSinks;
import io.porty.engine.meter.Meters;
import io.porty.engine.plugin.PluginCatalog;
import io.porty.engine.policy.OwnAddresses;
import io.porty.engine.recent.RecentTraffic;
import io.porty.engine.relay.NettyRelay;

/**
 * The engine's table of contents: what a running Porty is made of. Plugins and configuration exist
 * before it.
 */
final class EngineModule extends AbstractModule {

  private final PluginCatalog catalog;
  private final PortyConfig config;
  private final EngineContext context;
  private final Transport transport;
  private final LogSinks sinks;
  private final Inheritance inheritance;

  EngineModule(
      PluginCatalog catalog,
      PortyConfig config,
      EngineContext context,
      Transport transport,
      LogSinks sinks,
      Inheritance inheritance) {
    this.inheritance = inheritance;
    this.catalog = catalog;
    this.config = config;
    this.context = context;
    this.transport = transport;
    this.sinks = sinks;
  }

  /** Loads what wiring needs, without wiring anything. */
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
    bind(Inheritance.class).toInstance(inheritance);
    bind(OwnAddresses.class).toInstance(new OwnAddresses());
    bind(Relay.class).toInstance(new NettyRelay(context.admission()::isShortOfMemory));
    bind(RecentTraffic.class).toInstance(new RecentTraffic());
    bind(RouteAssembly.class);
    bind(Reachability.class).toInstance(new Reachability());
    bind(OwnConnections.class).toInstance(context.connections());
    bind(Dialing.class).in(Singleton.class);
    bind(Generations.class).in(Singleton.class);
    bind(Inside.class).in(Singleton.class);
    bind(AdminEndpoint.class).in(Singleton.class);
  }

  @Provides
  @Singleton
  Loops loops() {
    return new Loops(transport, config.eventLoops());
  }

  @Provides
  @Singleton
  Meters meters(Loops loops) {
    return new Meters(loops.all());
  }

  @Provides
  @Singleton
  LogPump logPump() {
    return new LogPump();
  }

  @Provides
  @Singleton
  NameResolver nameResolver() {
    return new NameResolver(context.lookups());
  }
}
