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

/** The metrics of routes. Every label has a bounded number of values. */
final class RouteMetrics {

  private static final double NANOS_IN_SECOND = 1e9;

  private final Map<String, CounterSnapshot.Builder> counters = new LinkedHashMap<>();
  private final Map<String, GaugeSnapshot.Builder> gauges = new LinkedHashMap<>();
  private final Map<String, HistogramSnapshot.Builder> histograms = new LinkedHashMap<>();

  void add(String route, RouteCounts c) {
    Labels labels = Labels.of("route", route);
    gauge(
        "porty_requests_in_flight",
        "Requests or TCP connections under way",
        labels,
        (double) c.running());
    for (int i = 0; i < c.classes().length; i++) {
      if (c.classes()[i] > 0) {
        counter(
            "porty_requests",
            "Requests or TCP connections that are over, by the class of their status; none for TCP",
            labels.add("status", i == 0 ? "none" : i + "xx"),
            (double) c.classes()[i]);
      }
    }
    c.failures()
        .forEach(
            (word, count) ->
                counter(
                    "porty_failures",
                    "Those that failed, by the reason that X-Porty-Error tells",
                    labels.add("reason", word),
                    count));
    counter(
        "porty_received_bytes",
        "Content from clients, counted when a request or TCP connection is over",
        labels,
        (double) c.bytesFromClient());
    counter("porty_sent_bytes", "The same to clients", labels, (double) c.bytesToClient());
    counter(
        "porty_retries",
        "Attempts to connect, and requests, that were made once more",
        labels,
        (double) c.retries());
    counter(
        "porty_upstream_acquisitions",
        "Backend connections that were at hand for a request",
        labels.add("reused", "true"),
        (double) c.lentReused());
    counter(
        "porty_upstream_acquisitions",
        "Backend connections that were at hand for a request",
        labels.add("reused", "false"),
        (double) c.lentFresh());
    gauge(
        "porty_upstream_connections",
        "Backend connections of the pool that are open",
        labels,
        (double) c.upstreamsOpen());
    gauge(
        "porty_upstream_connections_idle",
        "Those of them that wait for a request",
        labels,
        (double) c.upstreamsIdle());
    gauge(
        "porty_upstream_pending_requests",
        "Requests that wait for a backend connection to become free",
        labels,
        (double) c.waiting());
    c.endpoints()
        .forEach(
            (endpoint, sums) -> {
              Labels both = labels.add("endpoint", endpoint);
              counter(
                  "porty_endpoint_requests",
                  "Tries by endpoint: those used lately, and all others together",
                  both,
                  (double) sums[0]);
              counter(
                  "porty_endpoint_failures",
                  "Those of them that the endpoint, or the way to it, made fail",
                  both,
                  (double) sums[1]);
            });
    histogram(
        "porty_upstream_connect_seconds",
        "Until a backend was connected, its name resolved",
        labels,
        c.connect());
    histogram(
        "porty_time_to_first_byte_seconds",
        "From the complete head of a request to the first byte of its answer",
        labels,
        c.firstByte());
    histogram(
        "porty_request_duration_seconds",
        "From the complete head of a request, or the accepted connection, to the end",
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
    double[] bounds = Durations.toldBounds();
    long[] counts = durations.toldCounts();
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

  private static <B> B builder(Map<String, B> all, String name, Supplier<B> fresh) {
    return all.computeIfAbsent(name, n -> fresh.get());
  }
}
