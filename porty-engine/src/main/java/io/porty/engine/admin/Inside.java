package io.porty.engine.admin;

import com.google.inject.Inject;
import io.porty.engine.config.EffectiveConfig;
import io.porty.engine.generation.Generations;
import io.porty.engine.generation.RunningRoute;
import io.porty.engine.listen.Loops;
import io.porty.engine.log.LogPump;
import io.porty.engine.recent.RecentTraffic;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/** What the pages of the admin endpoint look at. Thread-safe. */
public final class Inside {

  private final Generations generations;
  private final Loops loops;
  private final LogPump pump;
  private final RecentTraffic recent;
  private final Reloads reloads = new Reloads();
  private final Sampler sampler;
  private final AtomicReference<String> runningCommand = new AtomicReference<>("");

  @Inject
  Inside(Generations generations, Loops loops, LogPump pump, RecentTraffic recent) {
    this.generations = generations;
    this.loops = loops;
    this.pump = pump;
    this.recent = recent;
    this.sampler = new Sampler(generations, loops.all(), recent);
  }

  /** Its name; empty if none is under way. */
  AtomicReference<String> runningCommand() {
    return runningCommand;
  }

  Generations generations() {
    return generations;
  }

  Loops loops() {
    return loops;
  }

  LogPump pump() {
    return pump;
  }

  RecentTraffic recent() {
    return recent;
  }

  Sampler sampler() {
    return sampler;
  }

  Reloads reloads() {
    return reloads;
  }

  /** What the dashboard shows from second to second. */
  LiveView live() {
    recent.watch();
    return LiveView.of(this);
  }

  List<RunningRoute> routes() {
    return generations.current().groups().stream().flatMap(g -> g.routes().stream()).toList();
  }

  /** One for each name: a route that listens at several addresses has one set of numbers. */
  Collection<RunningRoute> routesByName() {
    Map<String, RunningRoute> byName = new LinkedHashMap<>();
    routes().forEach(route -> byName.putIfAbsent(route.facts().name(), route));
    return byName.values();
  }

  String effectiveConfig() {
    return EffectiveConfig.write(generations.current().config());
  }
}
