package io.porty.engine.generation;

import com.google.inject.Inject;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;
import io.porty.api.Lifecycle;
import io.porty.api.log.LogLevel;
import io.porty.api.log.TrafficLog;
import io.porty.api.log.TrafficLogFactory;
import io.porty.api.route.RouteRequest;
import io.porty.api.route.Router;
import io.porty.engine.config.RouteConfig;
import io.porty.engine.dial.Dialing;
import io.porty.engine.dial.NettyDialer;
import io.porty.engine.dial.RouteDial;
import io.porty.engine.life.Living;
import io.porty.engine.log.LogPump;
import io.porty.engine.log.LogSinks;
import io.porty.engine.log.LogTally;
import io.porty.engine.log.PumpedLog;
import io.porty.engine.log.SampledLog;
import io.porty.engine.meter.Meters;
import io.porty.engine.meter.RouteMeters;
import io.porty.engine.plugin.PluginCatalog;
import io.porty.engine.policy.OwnAddresses;
import io.porty.engine.policy.TargetPolicy;
import io.porty.engine.recent.RecentTraffic;
import io.porty.engine.route.Link;
import io.porty.engine.route.RouterChain;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Puts a route together from its configuration. */
public final class RouteAssembly {

  /** Reads start small and grow while they fill; an idle connection holds no buffer at all. */
  private static final int SMALLEST_READ = 512;

  private static final int READS_IN_A_READINESS = 16;
  private static final int FIRST_READ = 2048;

  private final PluginCatalog catalog;
  private final LogPump pump;
  private final LogSinks sinks;
  private final Dialing dialing;
  private final OwnAddresses own;
  private final Meters meters;
  private final RecentTraffic recent;

  @Inject
  RouteAssembly(
      PluginCatalog catalog,
      LogPump pump,
      LogSinks sinks,
      Dialing dialing,
      OwnAddresses own,
      Meters meters,
      RecentTraffic recent) {
    this.catalog = catalog;
    this.pump = pump;
    this.sinks = sinks;
    this.dialing = dialing;
    this.own = own;
    this.meters = meters;
    this.recent = recent;
  }

  /**
   * @param watched whether there is an admin endpoint, where people may look at its traffic
   */
  RunningRoute assemble(RouteConfig route, boolean watched) {
    RouteMeters counting = meters.route(route.facts().name(), watched);
    TargetPolicy policy = new TargetPolicy(route.rules(), own);
    RouteDial dial =
        new RouteDial(
            route.facts().name(),
            policy,
            route.clientChoosesTarget() ? Set.of() : route.trusted(),
            route.connectTimeout(),
            route.maxRetries());
    NettyDialer dialer = new NettyDialer(dialing, dial, reads(route.bufferBytes()), counting);
    List<Living> lives = new ArrayList<>();
    for (RouteConfig.RouterChoice choice : route.routers()) {
      lives.add(living(route, choice.factory(), choice.factory().name(), choice.router()));
    }
    List<PumpedLog> logs = new ArrayList<>();
    List<String> outputs = new ArrayList<>();
    Set<String> fields = new LinkedHashSet<>();
    if (route.logLevel() != LogLevel.NONE) {
      for (RouteConfig.LogChoice choice : route.logs()) {
        TrafficLog log = choice.log();
        choice.sink().bind(sinks.acquire(choice.output()));
        lives.add(living(route, choice.factory(), choice.factory().name(), log));
        outputs.add(choice.output());
        logs.add(pumped(choice, SampledLog.of(log, choice.sample())));
        fields.addAll(choice.factory().requestFields());
      }
    }
    return new RunningRoute(
        route,
        chain(route),
        dialer,
        records(route.logLevel(), logs, watched),
        counting,
        List.copyOf(fields),
        lives,
        () -> {
          pump.release(logs);
          outputs.forEach(sinks::release);
        });
  }

  /** Logs that write to the same place share a queue, unless they are of different plugins. */
  private PumpedLog pumped(RouteConfig.LogChoice choice, TrafficLog log) {
    TrafficLogFactory factory = choice.factory();
    LogTally tally = pump.tally(factory.name(), catalog.owner(factory));
    ClassLoader stranger = catalog.fence(factory).stranger();
    return new PumpedLog(
        log,
        tally,
        stranger == null
            ? new PumpedLog.Lane(
                LogPump.class, choice.output(), LogPump.class.getClassLoader(), LogPump.CAPACITY)
            : new PumpedLog.Lane(
                stranger,
                factory.name() + " " + choice.output(),
                stranger,
                LogPump.STRANGERS_CAPACITY));
  }

  private RouteRecords records(LogLevel level, List<PumpedLog> logs, boolean watched) {
    if (!watched) {
      TrafficLog log = pump.pumpedLogs(logs);
      return new RouteRecords(level, log, log, recent);
    }
    PumpedLog watching =
        new PumpedLog(
            recent,
            pump.tally("recent requests", "the list of recent requests"),
            new PumpedLog.Lane(recent, "recent", LogPump.class.getClassLoader(), LogPump.CAPACITY));
    List<PumpedLog> all = new ArrayList<>(logs);
    all.add(watching);
    return new RouteRecords(
        level, pump.pumpedLogs(all), pump.pumpedLogs(List.of(watching)), recent);
  }

  private Living living(RouteConfig route, Object factory, String name, Lifecycle made) {
    return new Living(catalog.fence(factory), made, route.facts().name() + "/" + name);
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
    List<Link> links =
        route.routers().stream()
            .map(
                choice ->
                    new Link(
                        choice.factory().name(),
                        catalog.fence(choice.factory()),
                        (Router<RouteRequest>) choice.router(),
                        choice.factory().clientChoosesTarget(),
                        choice.named()))
            .toList();
    return new RouterChain(links, route.timeout());
  }
}
