package io.porty.admin;

import io.porty.engine.tls.CertificateStatus;
import io.porty.engine.tls.HandshakeCounters;
import io.porty.engine.tls.TlsService;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The metrics of TLS; only where TLS is used. Labels are listening addresses, configured files, and
 * fixed sets.
 */
final class TlsMetrics {

  static List<MetricSnapshot> of(TlsService tls) {
    List<MetricSnapshot> all = new ArrayList<>();
    all.addAll(
        handshakes(
            tls.counters(),
            "porty_tls_handshake",
            "listener",
            "From a client's complete hello to the end of its handshake"));
    all.addAll(
        handshakes(
            tls.upstreamCounters(),
            "porty_upstream_tls_handshake",
            "route",
            "From the connection to a backend to the end of the handshake with it"));
    all.addAll(IssueMetrics.of(tls));
    all.addAll(certificates(tls));
    return all;
  }

  /**
   * @param durationsHelp says what is measured
   */
  private static List<MetricSnapshot> handshakes(
      Map<String, HandshakeCounters> counted, String name, String label, String durationsHelp) {
    CounterSnapshot.Builder completed =
        CounterSnapshot.builder()
            .name(name + "s")
            .help("TLS handshakes that completed; resumed ones used a session of before");
    CounterSnapshot.Builder failed =
        CounterSnapshot.builder()
            .name(name + "_failures")
            .help("TLS handshakes that failed, by reason");
    HistogramSnapshot.Builder durations =
        HistogramSnapshot.builder().name(name + "_seconds").help(durationsHelp);
    counted.forEach(
        (place, counters) -> {
          Labels labels = Labels.of(label, place);
          completed(completed, labels, counters);
          counters
              .failed()
              .forEach(
                  (reason, count) ->
                      failed.dataPoint(point(labels.add("reason", reason.code()), (double) count)));
          durations.dataPoint(RouteMetrics.point(labels, counters.durations()));
        });
    return List.of(completed.build(), failed.build(), durations.build());
  }

  private static List<MetricSnapshot> certificates(TlsService tls) {
    return List.of(
        times(
            "porty_certificate_not_before_timestamp_seconds",
            "From when a certificate is valid, Unix time",
            tls.certificates(),
            CertificateStatus::notBefore),
        times(
            "porty_certificate_expires_timestamp_seconds",
            "When a certificate expires, Unix time",
            tls.certificates(),
            CertificateStatus::notAfter),
        reloads(tls));
  }

  private static void completed(
      CounterSnapshot.Builder counter, Labels labels, HandshakeCounters counters) {
    for (HandshakeCounters.Completed one : counters.completed()) {
      counter.dataPoint(
          point(
              labels.add("version", one.version()).add("resumed", Boolean.toString(one.resumed())),
              (double) one.count()));
    }
  }

  private static CounterSnapshot.CounterDataPointSnapshot point(Labels labels, double value) {
    return CounterSnapshot.CounterDataPointSnapshot.builder().labels(labels).value(value).build();
  }

  private static GaugeSnapshot times(
      String name,
      String help,
      List<CertificateStatus> certificates,
      Function<CertificateStatus, Instant> time) {
    GaugeSnapshot.Builder gauge = GaugeSnapshot.builder().name(name).help(help);
    for (CertificateStatus one : certificates) {
      gauge.dataPoint(
          GaugeSnapshot.GaugeDataPointSnapshot.builder()
              .labels(Labels.of("certificate", one.file()))
              .value((double) time.apply(one).getEpochSecond())
              .build());
    }
    return gauge.build();
  }

  private static CounterSnapshot reloads(TlsService tls) {
    return CounterSnapshot.builder()
        .name("porty_certificate_reloads")
        .help("Changed certificate files that were used, or could not be")
        .dataPoint(point(Labels.of("result", "success"), (double) tls.reload().reloads()))
        .dataPoint(point(Labels.of("result", "failure"), (double) tls.reload().failedReloads()))
        .build();
  }

  private TlsMetrics() {}
}
