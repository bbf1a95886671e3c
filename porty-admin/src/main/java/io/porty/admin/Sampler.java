package io.porty.admin;

import io.netty.channel.EventLoop;
import io.porty.engine.control.AdminSources;
import io.porty.engine.observe.loops.EventLoopDelays;
import io.porty.engine.observe.loops.EventLoopMonitor;
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
 * Samples the counters of every route once a second, to compute rates and keep a short history.
 * Started and stopped with the admin endpoint. Thread-safe; sampling runs on an admin worker
 * thread.
 */
final class Sampler {

  private static final int HISTORY_SECONDS = 300;

  /** Above this number of routes, sampling pauses unless somebody views the dashboard. */
  private static final int MAX_ROUTES_UNWATCHED = 2_000;

  private static final double NANOS_IN_SECOND = 1e9;
  private static final double NANOS_IN_MILLI = 1e6;

  private final ConfigReloader reloader;
  private final EventLoopMonitor monitor;
  private final List<EventLoop> loops;
  private final RecentTraffic recent;
  private final Deque<Point> history = new ArrayDeque<>();
  private Map<String, RouteCounts> previousCounts = new HashMap<>();
  private List<RouteNow> routes = List.of();
  private List<Double> loopDelays = List.of();
  private long lastNanos;
  private @Nullable EventLoopDelays delays;

  /** The totals of all routes for one second. */
  record Point(
      long atMillis,
      double requestsPerSecond,
      double failedPerSecond,
      double p50Millis,
      double p99Millis,
      double bytesFromClientsPerSecond,
      double bytesToClientsPerSecond,
      long inFlight,
      int connections) {}

  /** The last second of one route. */
  record RouteNow(
      String route,
      String mode,
      String listen,
      double requestsPerSecond,
      double failedPerSecond,
      double p50Millis,
      double p99Millis,
      double bytesFromClientsPerSecond,
      double bytesToClientsPerSecond,
      long inFlight,
      long total,
      long failed,
      long upstreamConnections,
      long upstreamIdleConnections,
      long pendingRequests) {}

  Sampler(AdminSources sources) {
    this.reloader = sources.reloader();
    this.monitor = sources.loopMonitor();
    this.loops = sources.loops().all();
    this.recent = sources.recent();
  }

  synchronized void start() {
    if (delays == null) {
      delays = new EventLoopDelays(loops);
      monitor.add(delays);
      lastNanos = System.nanoTime();
    }
  }

  synchronized void stop() {
    if (delays != null) {
      monitor.remove(delays);
      delays = null;
    }
    history.clear();
    previousCounts = new HashMap<>();
    routes = List.of();
  }

  /** Takes a sample; called once a second. */
  synchronized void sample() {
    recent.expire();
    boolean skip = previousCounts.size() > MAX_ROUTES_UNWATCHED && !recent.isWatched();
    if (delays == null || skip) {
      return;
    }
    long now = System.nanoTime();
    double seconds = Math.max(0.001, (now - lastNanos) / NANOS_IN_SECOND);
    lastNanos = now;
    Map<String, RouteCounts> currentCounts = new HashMap<>();
    List<RouteNow> current = new ArrayList<>();
    Sum sum = new Sum();
    for (ListenerWorker worker : reloader.current().workers()) {
      for (RouteRuntime route : worker.routes()) {
        String name = route.facts().name();
        if (currentCounts.containsKey(name)) {
          continue; // a second address of the route, which shares its counters
        }
        RouteCounts counts = route.meters().counts();
        currentCounts.put(name, counts);
        RouteCounts previous = previousCounts.getOrDefault(name, counts);
        current.add(line(worker, name, previous, counts, seconds));
        sum.add(previous, counts);
      }
    }
    previousCounts = currentCounts;
    routes = current;
    loopDelays = delays.maxDelays().stream().map(nanos -> nanos / NANOS_IN_MILLI).toList();
    if (history.size() == HISTORY_SECONDS) {
      history.removeFirst();
    }
    history.addLast(sum.point(seconds, reloader.open()));
  }

  private static RouteNow line(
      ListenerWorker worker, String name, RouteCounts previous, RouteCounts now, double seconds) {
    Durations interval = now.whole().since(previous.whole());
    return new RouteNow(
        name,
        worker.config().mode().name(),
        worker.place(),
        (now.ended() - previous.ended()) / seconds,
        (now.failed() - previous.failed()) / seconds,
        interval.percentile(50) / NANOS_IN_MILLI,
        interval.percentile(99) / NANOS_IN_MILLI,
        (now.bytesFromClient() - previous.bytesFromClient()) / seconds,
        (now.bytesToClient() - previous.bytesToClient()) / seconds,
        now.running(),
        now.ended(),
        now.failed(),
        now.upstreamConnections(),
        now.upstreamIdle(),
        now.pending());
  }

  /** Sums up one second over all routes. */
  private static final class Sum {
    private Durations interval = Durations.zero();
    private long ended;
    private long failed;
    private long fromClients;
    private long toClients;
    private long inFlight;

    void add(RouteCounts previous, RouteCounts now) {
      ended += now.ended() - previous.ended();
      failed += now.failed() - previous.failed();
      fromClients += now.bytesFromClient() - previous.bytesFromClient();
      toClients += now.bytesToClient() - previous.bytesToClient();
      inFlight += now.running();
      interval = interval.plus(now.whole().since(previous.whole()));
    }

    Point point(double seconds, int connections) {
      return new Point(
          System.currentTimeMillis(),
          ended / seconds,
          failed / seconds,
          interval.percentile(50) / NANOS_IN_MILLI,
          interval.percentile(99) / NANOS_IN_MILLI,
          fromClients / seconds,
          toClients / seconds,
          inFlight,
          connections);
    }
  }

  synchronized List<Point> history() {
    return List.copyOf(history);
  }

  synchronized List<RouteNow> routes() {
    return routes;
  }

  /** The maximum delay of each event loop within the last second, in milliseconds. */
  synchronized List<Double> loopDelayMillis() {
    return loopDelays;
  }

  /** The delay histogram of each event loop. */
  synchronized List<Durations> allLoopDelays() {
    return delays == null ? List.of() : delays.all();
  }
}
