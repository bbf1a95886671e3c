package io.porty.admin;

import io.netty.channel.EventLoop;
import io.porty.engine.observe.loops.EventLoopDelays;
import io.porty.engine.observe.metrics.Durations;
import io.porty.engine.observe.metrics.RouteCounts;
import io.porty.engine.observe.recent.RecentTraffic;
import io.porty.engine.runtime.ConfigReloader;
import io.porty.engine.runtime.ListenerWorker;
import io.porty.engine.runtime.RouteRuntime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Looks at every route's numbers once a second, so that there are rates and a little history to
 * show. Begun and ended with the admin endpoint.
 */
final class Sampler {

  private static final int HISTORY_SECONDS = 300;

  /** Beyond so many routes nobody looks unless somebody watches. */
  private static final int MAX_ROUTES_UNWATCHED = 2_000;

  private static final double NANOS_IN_SECOND = 1e9;
  private static final double NANOS_IN_MILLI = 1e6;

  private final ConfigReloader generations;
  private final List<EventLoop> loops;
  private final RecentTraffic recent;
  private final Deque<Point> history = new ArrayDeque<>();
  private Map<String, RouteCounts> last = new HashMap<>();
  private List<RouteNow> routes = List.of();
  private List<Double> loopDelays = List.of();
  private long lastNanos;
  private @Nullable EventLoopDelays delays;

  /** One second of all routes together. */
  record Point(
      long atMillis,
      double exchangesPerSecond,
      double failedPerSecond,
      double p50Millis,
      double p99Millis,
      double bytesFromClientsPerSecond,
      double bytesToClientsPerSecond,
      long running,
      int connections) {}

  /** The last second of a route. */
  record RouteNow(
      String route,
      String mode,
      String listen,
      double exchangesPerSecond,
      double failedPerSecond,
      double p50Millis,
      double p99Millis,
      double bytesFromClientsPerSecond,
      double bytesToClientsPerSecond,
      long running,
      long total,
      long failed,
      long upstreamsOpen,
      long upstreamsIdle,
      long waiting) {}

  Sampler(ConfigReloader generations, List<EventLoop> loops, RecentTraffic recent) {
    this.generations = generations;
    this.loops = loops;
    this.recent = recent;
  }

  synchronized void begin() {
    if (delays == null) {
      delays = new EventLoopDelays(loops);
      lastNanos = System.nanoTime();
    }
  }

  synchronized void end() {
    if (delays != null) {
      delays.close();
      delays = null;
    }
    history.clear();
    last = new HashMap<>();
    routes = List.of();
  }

  /** Once a second. */
  synchronized void sample() {
    recent.expire();
    boolean costly = last.size() > MAX_ROUTES_UNWATCHED && !recent.isWatched();
    if (delays == null || costly) {
      return;
    }
    long now = System.nanoTime();
    double seconds = Math.max(0.001, (now - lastNanos) / NANOS_IN_SECOND);
    lastNanos = now;
    Map<String, RouteCounts> seen = new HashMap<>();
    List<RouteNow> lines = new ArrayList<>();
    Sum sum = new Sum();
    for (ListenerWorker group : generations.current().groups()) {
      for (RouteRuntime route : group.routes()) {
        String name = route.facts().name();
        if (seen.containsKey(name)) {
          continue; // at another address: it has one set of numbers
        }
        RouteCounts counts = route.meters().counts();
        seen.put(name, counts);
        RouteCounts before = last.getOrDefault(name, counts);
        lines.add(line(group, name, before, counts, seconds));
        sum.add(before, counts);
      }
    }
    last = seen;
    routes = lines;
    loopDelays = delays.worst().stream().map(nanos -> nanos / NANOS_IN_MILLI).toList();
    if (history.size() == HISTORY_SECONDS) {
      history.removeFirst();
    }
    history.addLast(sum.point(seconds, generations.open()));
  }

  private static RouteNow line(
      ListenerWorker group, String name, RouteCounts before, RouteCounts now, double seconds) {
    Durations fresh = now.whole().since(before.whole());
    return new RouteNow(
        name,
        group.config().mode().name(),
        group.place(),
        (now.ended() - before.ended()) / seconds,
        (now.failed() - before.failed()) / seconds,
        fresh.percentile(50) / NANOS_IN_MILLI,
        fresh.percentile(99) / NANOS_IN_MILLI,
        (now.bytesFromClient() - before.bytesFromClient()) / seconds,
        (now.bytesToClient() - before.bytesToClient()) / seconds,
        now.running(),
        now.ended(),
        now.failed(),
        now.upstreamsOpen(),
        now.upstreamsIdle(),
        now.waiting());
  }

  /** All routes of one second. */
  private static final class Sum {
    private Durations fresh = Durations.zero();
    private long ended;
    private long failed;
    private long fromClients;
    private long toClients;
    private long running;

    void add(RouteCounts before, RouteCounts now) {
      ended += now.ended() - before.ended();
      failed += now.failed() - before.failed();
      fromClients += now.bytesFromClient() - before.bytesFromClient();
      toClients += now.bytesToClient() - before.bytesToClient();
      running += now.running();
      fresh = fresh.plus(now.whole().since(before.whole()));
    }

    Point point(double seconds, int connections) {
      return new Point(
          System.currentTimeMillis(),
          ended / seconds,
          failed / seconds,
          fresh.percentile(50) / NANOS_IN_MILLI,
          fresh.percentile(99) / NANOS_IN_MILLI,
          fromClients / seconds,
          toClients / seconds,
          running,
          connections);
    }
  }

  synchronized List<Point> history() {
    return List.copyOf(history);
  }

  synchronized List<RouteNow> routes() {
    return routes;
  }

  /** The worst delay of each event loop within the last second, in milliseconds. */
  synchronized List<Double> loopDelayMillis() {
    return loopDelays;
  }

  /** All delays of each event loop. */
  synchronized List<Durations> allLoopDelays() {
    return delays == null ? List.of() : delays.all();
  }
}
