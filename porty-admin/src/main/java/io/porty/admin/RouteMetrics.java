package io.porty.admin;

import io.porty.engine.observe.metrics.Durations;
import io.porty.engine.observe.metrics.RouteCounts;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The metrics of routes. The number of values of every label is bounded. */
final class RouteMetrics {

  private static final double NANOS_IN_SECOND = 1e9;

  private final Map<String, CounterSnapshot.Builder> counters = new LinkedHashMap<>();
  private final Map<String, GaugeSnapshot.Builder> gauges = new LinkedHashMap<>();
  private final Map<String, HistogramSnapshot.Builder> histograms = new LinkedHashMap<>();

  void add(String route, RouteCounts c) {
    Labels labels = Labels.of("route", route);
    gauge(
        "porty_requests_in_flight",
        "Requests or TCP connections in progress",
        labels,
        (double) c.running());
    for (int i = 0; i < c.classes().length; i++) {
      if (c.classes()[i] > 0) {
        counter(
            "porty_requests",
            "Finished requests by status class, and TCP connections with status none",
            labels.add("status", i == 0 ? "none" : i + "xx"),
            (double) c.classes()[i]);
      }
    }
    for (int i = 0; i < c.grpc().length; i++) {
      if (c.grpc()[i] > 0) {
        counter(
            "porty_grpc_requests",
            "Finished gRPC calls by grpc-status",
            labels.add("grpc_status", i < c.grpc().length - 1 ? Integer.toString(i) : "other"),
            (double) c.grpc()[i]);
      }
    }
    c.failures()
        .forEach(
            (code, count) ->
                counter(
                    "porty_failures",
                    "Failed requests and TCP connections by error code, as in X-Porty-Error",
                    labels.add("reason", code),
                    count));
    counter(
        "porty_received_bytes",
        "Bytes received from clients, counted when a request or TCP connection ends",
        labels,
        (double) c.bytesFromClient());
    counter(
        "porty_sent_bytes",
        "Bytes sent to clients, counted when a request or TCP connection ends",
        labels,
        (double) c.bytesToClient());
    counter(
        "porty_retries", "Repeated connection attempts and requests", labels, (double) c.retries());
    counter(
        "porty_upstream_acquisitions",
        "Backend connections that were at hand for a request",
        labels.add("reused", "true"),
        (double) c.acquiredReused());
    counter(
        "porty_upstream_acquisitions",
        "Backend connections that were at hand for a request",
        labels.add("reused", "false"),
        (double) c.acquiredNew());
    gauge(
        "porty_upstream_connections",
        "Open backend connections of the pool",
        labels,
        (double) c.upstreamConnections());
    gauge(
        "porty_upstream_connections_idle",
        "Idle backend connections of the pool",
        labels,
        (double) c.upstreamIdle());
    gauge(
        "porty_upstream_pending_requests",
        "Requests that wait for a backend connection",
        labels,
        (double) c.pending());
    c.endpoints()
        .forEach(
            (endpoint, sums) -> {
              Labels both = labels.add("endpoint", endpoint);
              counter(
                  "porty_endpoint_requests",
                  "Attempts by endpoint: those used recently, and all others together",
                  both,
                  (double) sums[0]);
              counter(
                  "porty_endpoint_failures", "Failed attempts by endpoint", both, (double) sums[1]);
            });
    histogram(
        "porty_upstream_connect_seconds",
        "Time to connect to a backend, including name resolution",
        labels,
        c.connect());
    histogram(
        "porty_time_to_first_byte_seconds",
        "Time from the complete request head to the first byte of the response",
        labels,
        c.firstByte());
    histogram(
        "porty_request_duration_seconds",
        "Time from the complete request head, or the accepted connection, to the end",
        labels,
        c.whole());
  }

  List<MetricSnapshot> all() {
    List<MetricSnapshot> all = new ArrayList<>();
    counters.values().forEach(c -> all.add(c.build()));
    gauges.values().forEach(g -> all.add(g.build()));
    histograms.values().forEach(h -> all.add(h.build()));
    return all;
  }

  private void counter(String name, String help, Labels labels, double value) {
    builder(counters, name, () -> CounterSnapshot.builder().name(name).help(help))
        .dataPoint(
            CounterSnapshot.CounterDataPointSnapshot.builder().labels(labels).value(value).build());
  }

  private void gauge(String name, String help, Labels labels, double value) {
    builder(gauges, name, () -> GaugeSnapshot.builder().name(name).help(help))
        .dataPoint(
            GaugeSnapshot.GaugeDataPointSnapshot.builder().labels(labels).value(value).build());
  }

  private void histogram(String name, String help, Labels labels, Durations durations) {
    builder(histograms, name, () -> HistogramSnapshot.builder().name(name).help(help))
        .dataPoint(point(labels, durations));
  }

  static HistogramSnapshot.HistogramDataPointSnapshot point(Labels labels, Durations durations) {
    double[] bounds = Durations.exportedBounds();
    long[] counts = durations.exportedCounts();
    ClassicHistogramBuckets.Builder buckets = ClassicHistogramBuckets.builder();
    for (int i = 0; i < counts.length; i++) {
      buckets.bucket(i < bounds.length ? bounds[i] : Double.POSITIVE_INFINITY, counts[i]);
    }
    return HistogramSnapshot.HistogramDataPointSnapshot.builder()
        .labels(labels)
        .classicHistogramBuckets(buckets.build())
        .sum(durations.sumNanos() / NANOS_IN_SECOND)
        .build();
  }

  private static <B> B builder(Map<String, B> all, String name, Supplier<B> newBuilder) {
    return all.computeIfAbsent(name, n -> newBuilder.get());
  }
}
