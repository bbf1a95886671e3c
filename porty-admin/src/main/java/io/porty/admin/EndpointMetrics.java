package io.porty.admin;

import io.porty.api.mode.Endpoint;
import io.porty.net.upstream.EndpointState;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What endpoints are doing now, over all routes. The label has a bounded number of values. */
final class EndpointMetrics {

  /** As many as are told apart on a route. */
  static final int MAX_ENDPOINTS = 64;

  static final String OTHER = "other";

  /** The operator's first, then the busiest: names that clients invent never hide the others. */
  private static final Comparator<Endpoint> ORDER =
      Comparator.comparing((Endpoint e) -> e.key().isChosenByClient())
          .thenComparing(Comparator.comparingLong(Endpoint::connections).reversed())
          .thenComparing(Endpoint::toString);

  private static final int CONNECTIONS = 0;
  private static final int REQUESTS = 1;

  static List<MetricSnapshot> of(Collection<EndpointState> states) {
    Map<String, long[]> sums = sums(states.stream().map(EndpointState::endpoint).toList());
    return List.of(
        gauge(
            "porty_endpoint_connections",
            "Connections to an endpoint that are open, idle ones and tunnels included",
            sums,
            CONNECTIONS),
        gauge(
            "porty_endpoint_requests_in_flight",
            "Requests and TCP connections that are under way at an endpoint",
            sums,
            REQUESTS));
  }

  /** Endpoints that nobody uses say nothing. */
  static Map<String, long[]> sums(List<Endpoint> endpoints) {
    Map<String, long[]> sums = new TreeMap<>();
    endpoints.stream()
        .filter(e -> e.connections() > 0 || e.requests() > 0)
        .sorted(ORDER)
        .forEach(e -> add(sums, e));
    return sums;
  }

  private static void add(Map<String, long[]> sums, Endpoint endpoint) {
    String name = endpoint.toString();
    String label = sums.containsKey(name) || sums.size() < MAX_ENDPOINTS ? name : OTHER;
    long[] sum = sums.computeIfAbsent(label, n -> new long[2]);
    sum[CONNECTIONS] += endpoint.connections();
    sum[REQUESTS] += endpoint.requests();
  }

  private static GaugeSnapshot gauge(
      String name, String help, Map<String, long[]> sums, int which) {
    GaugeSnapshot.Builder gauge = GaugeSnapshot.builder().name(name).help(help);
    sums.forEach(
        (endpoint, sum) ->
            gauge.dataPoint(
                GaugeSnapshot.GaugeDataPointSnapshot.builder()
                    .labels(Labels.of("endpoint", endpoint))
                    .value((double) sum[which])
                    .build()));
    return gauge.build();
  }

  private EndpointMetrics() {}
}
