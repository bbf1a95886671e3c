package io.porty.admin;

import io.porty.engine.runtime.RouteRuntime;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** The metrics: in Prometheus' text format, or OpenMetrics for clients that accept it. */
final class MetricsPage {

  private final AdminState state;
  private final ExpositionFormats formats = ExpositionFormats.init();

  MetricsPage(AdminState state) {
    this.state = state;
  }

  AdminResponse respond(AdminRequest request) {
    RouteMetrics routes = new RouteMetrics();
    for (RouteRuntime route : state.routesByName()) {
      routes.add(route.facts().name(), route.meters().counts());
    }
    MetricSnapshots.Builder all = MetricSnapshots.builder();
    routes.all().forEach(all::metricSnapshot);
    EndpointMetrics.of(state.endpoints().all()).forEach(all::metricSnapshot);
    ProcessMetrics.of(state).forEach(all::metricSnapshot);
    ModeMetrics.of(state.reloader().modeCounters()).forEach(all::metricSnapshot);
    state
        .reloader()
        .tls()
        .service()
        .ifPresent(tls -> TlsMetrics.of(tls).forEach(all::metricSnapshot));
    ExpositionFormatWriter writer = formats.findWriter(request.accept());
    ByteArrayOutputStream out = new ByteArrayOutputStream(16 * 1024);
    try {
      writer.write(out, all.build());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new AdminResponse(200, writer.getContentType(), out.toByteArray());
  }
}
