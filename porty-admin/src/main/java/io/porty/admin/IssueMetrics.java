package io.porty.admin;

import io.porty.engine.issued.IssueState;
import io.porty.engine.tls.TlsService;
import io.porty.net.tls.cert.IssuedSpec;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.List;
import java.util.Map;

/** The metrics of certificate sources; only where one is configured. */
final class IssueMetrics {

  static List<MetricSnapshot> of(TlsService tls) {
    Map<IssuedSpec, IssueState> states = tls.issueStates();
    if (states.isEmpty()) {
      return List.of();
    }
    CounterSnapshot.Builder issues =
        CounterSnapshot.builder()
            .name("porty_certificate_issues")
            .help("Certificates that a certificate source obtained, or could not");
    tls.issues().published().forEach((source, count) -> add(issues, source, "success", count));
    tls.issues().failed().forEach((source, count) -> add(issues, source, "failure", count));
    GaugeSnapshot.Builder missing =
        GaugeSnapshot.builder()
            .name("porty_certificate_missing")
            .help("Whether a host has no certificate yet, and its handshakes are refused");
    states.forEach(
        (spec, state) ->
            missing.dataPoint(
                GaugeSnapshot.GaugeDataPointSnapshot.builder()
                    .labels(Labels.of("source", spec.source(), "host", spec.host()))
                    .value(state.identity() == null ? 1 : 0)
                    .build()));
    return List.of(issues.build(), missing.build());
  }

  private static void add(
      CounterSnapshot.Builder counter, String source, String result, long count) {
    counter.dataPoint(
        CounterSnapshot.CounterDataPointSnapshot.builder()
            .labels(Labels.of("source", source, "result", result))
            .value((double) count)
            .build());
  }

  private IssueMetrics() {}
}
