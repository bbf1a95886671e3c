package io.porty.admin;

import io.porty.engine.accesslog.AsyncLogDispatcher;
import io.porty.engine.config.EffectiveConfig;
import io.porty.engine.control.AdminSources;
import io.porty.engine.control.ReloadCounters;
import io.porty.engine.observe.loops.EventLoopHealth;
import io.porty.engine.observe.recent.RecentTraffic;
import io.porty.engine.runtime.ConfigReloader;
import io.porty.engine.runtime.RouteRuntime;
import io.porty.net.diagnostics.InternalErrors;
import io.porty.net.transport.EventLoops;
import io.porty.net.upstream.EndpointTable;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/** The engine's state as the pages of the admin endpoint see it. Thread-safe. */
final class AdminState {

  private final AdminSources sources;
  private final Sampler sampler;
  private final EventLoopHealth loopHealth = new EventLoopHealth();
  private final AtomicReference<String> runningCommand = new AtomicReference<>("");

  AdminState(AdminSources sources) {
    this.sources = sources;
    this.sampler = new Sampler(sources);
  }

  /** The name of the command in progress; empty if there is none. */
  AtomicReference<String> runningCommand() {
    return runningCommand;
  }

  ConfigReloader reloader() {
    return sources.reloader();
  }

  InternalErrors errors() {
    return sources.errors();
  }

  EventLoops loops() {
    return sources.loops();
  }

  EndpointTable endpoints() {
    return sources.endpoints();
  }

  AsyncLogDispatcher logDispatcher() {
    return sources.logs();
  }

  RecentTraffic recent() {
    return sources.recent();
  }

  Sampler sampler() {
    return sampler;
  }

  EventLoopHealth loopHealth() {
    return loopHealth;
  }

  /** The endpoint is open: what is measured only for its pages is measured from now on. */
  void opened() {
    sampler.start();
    sources.loopMonitor().add(loopHealth);
  }

  void closed() {
    sampler.stop();
    sources.loopMonitor().remove(loopHealth);
  }

  ReloadCounters reloads() {
    return sources.reloads();
  }

  /** The data of the dashboard. Keeps the list of recent requests active. */
  LiveView live() {
    recent().watch();
    return LiveView.of(this);
  }

  List<RouteRuntime> routes() {
    return sources.reloader().current().workers().stream()
        .flatMap(g -> g.routes().stream())
        .toList();
  }

  /** One route for each name: a route with several addresses has a single set of counters. */
  Collection<RouteRuntime> routesByName() {
    Map<String, RouteRuntime> byName = new LinkedHashMap<>();
    routes().forEach(route -> byName.putIfAbsent(route.facts().name(), route));
    return byName.values();
  }

  String effectiveConfig() {
    return EffectiveConfig.write(sources.reloader().current().config());
  }
}
