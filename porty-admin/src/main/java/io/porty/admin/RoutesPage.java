package io.porty.admin;

import io.porty.engine.config.RouteConfig;
import io.porty.engine.observe.metrics.RouteCounts;
import io.porty.engine.runtime.ListenerWorker;
import io.porty.engine.runtime.RouteRuntime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A route with its counters; serialized as JSON. */
record RoutesPage(
    String route,
    String mode,
    String listen,
    List<String> hosts,
    String target,
    List<String> routers,
    String logLevel,
    long inFlight,
    long total,
    long failed,
    long bytesFromClients,
    long bytesToClients,
    long retries,
    long upstreamConnections,
    long upstreamIdleConnections,
    long pendingRequests,
    Map<String, Long> statusClasses,
    Map<String, Long> failures,
    Map<String, EndpointView> endpoints) {

  /** The counters of one target. */
  record EndpointView(long total, long failed) {}

  static List<RoutesPage> of(AdminState state) {
    List<RoutesPage> all = new ArrayList<>();
    for (ListenerWorker worker : state.reloader().current().workers()) {
      for (RouteRuntime route : worker.routes()) {
        all.add(of(worker, route));
      }
    }
    return all;
  }

  private static RoutesPage of(ListenerWorker worker, RouteRuntime route) {
    RouteConfig config = route.config();
    RouteCounts counts = route.meters().counts();
    Map<String, Long> classes = new TreeMap<>();
    for (int i = 0; i < counts.classes().length; i++) {
      if (counts.classes()[i] > 0) {
        classes.put(i == 0 ? "none" : i + "xx", counts.classes()[i]);
      }
    }
    Map<String, EndpointView> endpoints = new TreeMap<>();
    counts
        .endpoints()
        .forEach((name, sums) -> endpoints.put(name, new EndpointView(sums[0], sums[1])));
    return new RoutesPage(
        config.facts().name(),
        worker.config().mode().name(),
        worker.place(),
        config.facts().hosts(),
        config.facts().target().map(Object::toString).orElse(""),
        config.routers().stream().map(choice -> choice.factory().name()).toList(),
        route.logLevel().name().toLowerCase(Locale.ROOT),
        counts.running(),
        counts.ended(),
        counts.failed(),
        counts.bytesFromClient(),
        counts.bytesToClient(),
        counts.retries(),
        counts.upstreamConnections(),
        counts.upstreamIdle(),
        counts.pending(),
        classes,
        counts.failures(),
        endpoints);
  }
}
