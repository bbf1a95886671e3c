package io.porty.engine.runtime;

import com.google.inject.Inject;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;
import io.porty.api.Lifecycle;
import io.porty.api.log.AccessLog;
import io.porty.api.log.AccessLogFactory;
import io.porty.api.log.LogLevel;
import io.porty.api.route.RouteRequest;
import io.porty.api.route.Router;
import io.porty.engine.accesslog.AsyncLog;
import io.porty.engine.accesslog.AsyncLogDispatcher;
import io.porty.engine.accesslog.LogCounters;
import io.porty.engine.accesslog.LogSinks;
import io.porty.engine.accesslog.SampledLog;
import io.porty.engine.config.RouteConfig;
import io.porty.engine.lifecycle.ManagedComponent;
import io.porty.engine.observe.metrics.Meters;
import io.porty.engine.observe.metrics.RouteMeters;
import io.porty.engine.observe.recent.RecentTraffic;
import io.porty.engine.plugin.PluginCatalog;
import io.porty.engine.route.GuardedRouter;
import io.porty.engine.route.RouterChain;
import io.porty.net.dial.DialerResources;
import io.porty.net.dial.NettyDialer;
import io.porty.net.dial.RouteDialSettings;
import io.porty.net.policy.OwnAddresses;
import io.porty.net.policy.TargetPolicy;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Puts a route together from its configuration. */
public final class RouteAssembly {

  /** Reads start small and grow while they fill; an idle connection holds no buffer at all. */
  private static final int MIN_READ = 512;

  private static final int READS_IN_A_READINESS = 16;
  private static final int FIRST_READ = 2048;

  private final PluginCatalog catalog;
  private final AsyncLogDispatcher pump;
  private final LogSinks sinks;
  private final DialerResources dialing;
  private final OwnAddresses own;
  private final Meters meters;
  private final RecentTraffic recent;

  @Inject
  RouteAssembly(
      PluginCatalog catalog,
      AsyncLogDispatcher pump,
      LogSinks sinks,
      DialerResources dialing,
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
  RouteRuntime assemble(RouteConfig route, boolean watched) {
    RouteMeters counting = meters.route(route.facts().name(), watched);
    TargetPolicy policy = new TargetPolicy(route.rules(), own);
    RouteDialSettings dial =
        new RouteDialSettings(
            route.facts().name(),
            policy,
            route.clientChoosesTarget() ? Set.of() : route.trusted(),
            route.connectTimeout(),
            route.maxRetries());
    NettyDialer dialer = new NettyDialer(dialing, dial, reads(route.bufferBytes()), counting);
    List<ManagedComponent> lives = new ArrayList<>();
    for (RouteConfig.RouterChoice choice : route.routers()) {
      lives.add(living(route, choice.factory(), choice.factory().name(), choice.router()));
    }
    List<AsyncLog> logs = new ArrayList<>();
    List<String> outputs = new ArrayList<>();
    Set<String> fields = new LinkedHashSet<>();
    if (route.logLevel() != LogLevel.NONE) {
      for (RouteConfig.LogChoice choice : route.logs()) {
        AccessLog log = choice.log();
        choice.sink().bind(sinks.acquire(choice.output()));
        lives.add(living(route, choice.factory(), choice.factory().name(), log));
        outputs.add(choice.output());
        logs.add(pumped(choice, SampledLog.of(log, choice.sample())));
        fields.addAll(choice.factory().requestFields());
      }
    }
    return new RouteRuntime(
        route,
        chain(route),
        new RouteUpstreams(dialer, new RouteEndpoints(dialing.endpoints(), route.facts().name())),
        new RouteTelemetry(
            records(route.logLevel(), logs, watched),
            counting,
            dialing.errors().of("route " + route.facts().name())),
        List.copyOf(fields),
        lives,
        () -> {
          pump.release(logs);
          outputs.forEach(sinks::release);
        });
  }

  /** Logs that write to the same place share a queue, unless they are of different plugins. */
  private AsyncLog pumped(RouteConfig.LogChoice choice, AccessLog log) {
    AccessLogFactory factory = choice.factory();
    LogCounters tally = pump.tally(factory.name(), catalog.owner(factory));
    ClassLoader stranger = catalog.fence(factory).stranger();
    return new AsyncLog(
        log,
        tally,
        stranger == null
            ? new AsyncLog.Lane(
                AsyncLogDispatcher.class,
                choice.output(),
                AsyncLogDispatcher.class.getClassLoader(),
                AsyncLogDispatcher.CAPACITY)
            : new AsyncLog.Lane(
                stranger,
                factory.name() + " " + choice.output(),
                stranger,
                AsyncLogDispatcher.STRANGERS_CAPACITY));
  }

  private AccessLogControl records(LogLevel level, List<AsyncLog> logs, boolean watched) {
    if (!watched) {
      AccessLog log = pump.pumpedLogs(logs);
      return new AccessLogControl(level, log, log, recent);
    }
    AsyncLog watching =
        new AsyncLog(
            recent,
            pump.tally("recent requests", "the list of recent requests"),
            new AsyncLog.Lane(
                recent,
                "recent",
                AsyncLogDispatcher.class.getClassLoader(),
                AsyncLogDispatcher.CAPACITY));
    List<AsyncLog> all = new ArrayList<>(logs);
    all.add(watching);
    return new AccessLogControl(
        level, pump.pumpedLogs(all), pump.pumpedLogs(List.of(watching)), recent);
  }

  private ManagedComponent living(RouteConfig route, Object factory, String name, Lifecycle made) {
    return new ManagedComponent(catalog.fence(factory), made, route.facts().name() + "/" + name);
  }

  /**
   * How much is read at once: at most {@code ceiling}. Only a read that fills its buffer is
   * followed by another one in the same readiness.
   */
  static RecvByteBufAllocator reads(int ceiling) {
    int first = Math.min(FIRST_READ, ceiling);
    return new AdaptiveRecvByteBufAllocator(Math.min(MIN_READ, first), first, ceiling)
        .maxMessagesPerRead(READS_IN_A_READINESS);
  }

  @SuppressWarnings("unchecked")
  private RouterChain chain(RouteConfig route) {
    List<GuardedRouter> links =
        route.routers().stream()
            .map(
                choice ->
                    new GuardedRouter(
                        choice.factory().name(),
                        catalog.fence(choice.factory()),
                        (Router<RouteRequest>) choice.router(),
                        choice.factory().clientChoosesTarget(),
                        choice.named()))
            .toList();
    return new RouterChain(route.facts().name(), links, route.timeout());
  }
}
