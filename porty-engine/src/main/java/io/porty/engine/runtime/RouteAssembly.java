package io.porty.engine.runtime;

import com.google.inject.Inject;
import io.porty.api.Lifecycle;
import io.porty.api.log.AccessLog;
import io.porty.api.log.AccessLogFactory;
import io.porty.api.log.LogLevel;
import io.porty.api.mode.Dialer;
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
import io.porty.net.dial.UpstreamTlsSource;
import io.porty.net.policy.OwnAddresses;
import io.porty.net.policy.TargetPolicy;
import io.porty.net.transport.ReadBuffers;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Builds the {@link RouteRuntime} of a route from its configuration. */
public final class RouteAssembly {

  private final PluginCatalog catalog;
  private final AsyncLogDispatcher logDispatcher;
  private final LogSinks sinks;
  private final DialerResources dialing;
  private final OwnAddresses ownAddresses;
  private final Meters meters;
  private final RecentTraffic recent;

  @Inject
  RouteAssembly(
      PluginCatalog catalog,
      AsyncLogDispatcher logDispatcher,
      LogSinks sinks,
      DialerResources dialing,
      OwnAddresses ownAddresses,
      Meters meters,
      RecentTraffic recent) {
    this.catalog = catalog;
    this.logDispatcher = logDispatcher;
    this.sinks = sinks;
    this.dialing = dialing;
    this.ownAddresses = ownAddresses;
    this.meters = meters;
    this.recent = recent;
  }

  /**
   * Builds a route; nothing is started.
   *
   * @param tls towards its backends
   * @param adminEnabled whether there is an admin endpoint that shows recent requests
   */
  RouteRuntime assemble(RouteConfig route, boolean adminEnabled, UpstreamTlsSource tls) {
    RouteMeters routeMeters = meters.route(route.facts().name(), adminEnabled);
    TargetPolicy policy = new TargetPolicy(route.rules(), ownAddresses);
    RouteDialSettings dialSettings =
        new RouteDialSettings(
            route.facts().name(),
            policy,
            route.clientChoosesTarget() ? Set.of() : route.trusted(),
            route.connectTimeout(),
            route.maxRetries(),
            tls,
            route.sendProxy());
    Function<RouteDialSettings, Dialer> dialers =
        settings ->
            new NettyDialer(dialing, settings, ReadBuffers.of(route.bufferBytes()), routeMeters);
    List<ManagedComponent> components = new ArrayList<>();
    for (RouteConfig.RouterChoice choice : route.routers()) {
      components.add(component(route, choice.factory(), choice.factory().name(), choice.router()));
    }
    List<AsyncLog> logs = new ArrayList<>();
    List<String> outputs = new ArrayList<>();
    Set<String> fields = new LinkedHashSet<>();
    if (route.logLevel() != LogLevel.NONE) {
      for (RouteConfig.LogChoice choice : route.logs()) {
        AccessLog log = choice.log();
        choice.sink().bind(sinks.acquire(choice.output()));
        components.add(component(route, choice.factory(), choice.factory().name(), log));
        outputs.add(choice.output());
        logs.add(asyncLog(choice, SampledLog.of(log, choice.sample())));
        fields.addAll(choice.factory().requestFields());
      }
    }
    return new RouteRuntime(
        route,
        chain(route),
        new RouteUpstreams(
            dialers.apply(dialSettings),
            protocol -> dialers.apply(dialSettings.with(tls.offering(protocol))),
            new RouteEndpoints(dialing.endpoints(), route.facts().name())),
        new RouteTelemetry(
            records(route.logLevel(), logs, adminEnabled),
            routeMeters,
            dialing.errors().of("route " + route.facts().name())),
        List.copyOf(fields),
        components,
        () -> {
          logDispatcher.release(logs);
          outputs.forEach(sinks::release);
          tls.close();
        });
  }

  /** Logs with the same output share a queue unless they are of different plugins. */
  private AsyncLog asyncLog(RouteConfig.LogChoice choice, AccessLog log) {
    AccessLogFactory factory = choice.factory();
    LogCounters counters = logDispatcher.counters(factory.name(), catalog.owner(factory));
    ClassLoader thirdParty = catalog.guard(factory).pluginLoader();
    return new AsyncLog(
        log,
        counters,
        thirdParty == null
            ? new AsyncLog.Queue(
                AsyncLogDispatcher.class,
                choice.output(),
                AsyncLogDispatcher.class.getClassLoader(),
                AsyncLogDispatcher.CAPACITY)
            : new AsyncLog.Queue(
                thirdParty,
                factory.name() + " " + choice.output(),
                thirdParty,
                AsyncLogDispatcher.PLUGIN_CAPACITY));
  }

  private AccessLogControl records(LogLevel level, List<AsyncLog> logs, boolean adminEnabled) {
    if (!adminEnabled) {
      AccessLog log = logDispatcher.async(logs);
      return new AccessLogControl(level, log, log, recent);
    }
    AsyncLog recentLog =
        new AsyncLog(
            recent,
            logDispatcher.counters("recent requests", "the list of recent requests"),
            new AsyncLog.Queue(
                recent,
                "recent",
                AsyncLogDispatcher.class.getClassLoader(),
                AsyncLogDispatcher.CAPACITY));
    List<AsyncLog> all = new ArrayList<>(logs);
    all.add(recentLog);
    return new AccessLogControl(
        level, logDispatcher.async(all), logDispatcher.async(List.of(recentLog)), recent);
  }

  private ManagedComponent component(
      RouteConfig route, Object factory, String name, Lifecycle delegate) {
    return new ManagedComponent(
        catalog.guard(factory), delegate, route.facts().name() + "/" + name);
  }

  @SuppressWarnings("unchecked")
  private RouterChain chain(RouteConfig route) {
    List<GuardedRouter> routers =
        route.routers().stream()
            .map(
                choice ->
                    new GuardedRouter(
                        choice.factory().name(),
                        catalog.guard(choice.factory()),
                        (Router<RouteRequest>) choice.router(),
                        choice.factory().clientChoosesTarget(),
                        choice.named()))
            .toList();
    return new RouterChain(route.facts().name(), routers, route.timeout());
  }
}
