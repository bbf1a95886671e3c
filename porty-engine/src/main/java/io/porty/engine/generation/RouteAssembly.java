package io.porty.engine.generation;

import com.google.inject.Inject;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;
import io.porty.api.log.LogLevel;
import io.porty.api.log.TrafficLog;
import io.porty.api.log.TrafficLogFactory;
import io.porty.api.route.RouteRequest;
import io.porty.api.route.Router;
import io.porty.engine.config.RouteConfig;
import io.porty.engine.dial.NameResolver;
import io.porty.engine.dial.NettyDialer;
import io.porty.engine.listen.Loops;
import io.porty.engine.log.LogPump;
import io.porty.engine.log.LogSinks;
import io.porty.engine.plugin.PluginCatalog;
import io.porty.engine.policy.OwnAddresses;
import io.porty.engine.policy.TargetPolicy;
import io.porty.engine.route.RouterChain;
import java.util.List;

/** Puts a route together from its configuration. */
public final class RouteAssembly {

  /** Reads start small and grow while they fill; an idle connection holds no buffer at all. */
  private static final int SMALLEST_READ = 512;

  private static final int READS_IN_A_READINESS = 16;
  private static final int FIRST_READ = 2048;

  private final PluginCatalog catalog;
  private final Loops loops;
  private final LogPump pump;
  private final LogSinks sinks;
  private final NameResolver resolver;
  private final OwnAddresses own;
  private final EngineContext context;

  @Inject
  RouteAssembly(
      PluginCatalog catalog,
      Loops loops,
      LogPump pump,
      LogSinks sinks,
      NameResolver resolver,
      OwnAddresses own,
      EngineContext context) {
    this.catalog = catalog;
    this.loops = loops;
    this.pump = pump;
    this.sinks = sinks;
    this.resolver = resolver;
    this.own = own;
    this.context = context;
  }

  RunningRoute assemble(RouteConfig route) {
    TargetPolicy policy = new TargetPolicy(route.allow(), route.deny(), own);
    NettyDialer dialer =
        new NettyDialer(
            loops,
            resolver,
            policy,
            route.facts().target(),
            route.timeout(),
            route.maxRetries(),
            reads(route.bufferBytes()));
    TrafficLog raw =
        route.logLevel() == LogLevel.NONE
            ? new TrafficLog() {}
            : route.log().create(route.logSettings(), surroundings(route));
    TrafficLog log = route.logLevel() == LogLevel.NONE ? raw : pump.pumped(raw);
    return new RunningRoute(route, chain(route), dialer, log, raw);
  }

  private TrafficLogFactory.Context surroundings(RouteConfig route) {
    return new LogSurroundings(context, route.facts().name(), sinks.sink(route.logOutput()));
  }

  /**
   * How much is read at once: at most {@code ceiling}. Only a read that fills its buffer is
   * followed by another one in the same readiness.
   */
  static RecvByteBufAllocator reads(int ceiling) {
    int first = Math.min(FIRST_READ, ceiling);
    return new AdaptiveRecvByteBufAllocator(Math.min(SMALLEST_READ, first), first, ceiling)
        .maxMessagesPerRead(READS_IN_A_READINESS);
  }

  @SuppressWarnings("unchecked")
  private RouterChain chain(RouteConfig route) {
    List<RouterChain.Link> links =
        route.routers().stream()
            .map(
                choice ->
                    new RouterChain.Link(
                        choice.factory().name(),
                        catalog.owner(choice.factory()),
                        (Router<RouteRequest>) choice.router()))
            .toList();
    return new RouterChain(links, route.timeout());
  }
}
