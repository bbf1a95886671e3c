package io.porty.admin;

import io.porty.engine.runtime.RouteRuntime;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** What monitoring scrapes: Prometheus text, or OpenMetrics for those who accept it. */
final class MetricsPage {

  private final AdminState inside;
  private final ExpositionFormats formats = ExpositionFormats.init();

  MetricsPage(AdminState inside) {
    this.inside = inside;
  }

  AdminResponse answer(AdminRequest ask) {
    RouteMetrics routes = new RouteMetrics();
    for (RouteRuntime route : inside.routesByName()) {
      routes.add(route.facts().name(), route.meters().counts());
    }
    MetricSnapshots.Builder all = MetricSnapshots.builder();
    routes.all().forEach(all::metricSnapshot);
    EndpointMetrics.of(inside.endpoints().all()).forEach(all::metricSnapshot);
    ProcessMetrics.of(inside).forEach(all::metricSnapshot);
    ExpositionFormatWriter writer = formats.findWriter(ask.accept());
    ByteArrayOutputStream out = new ByteArrayOutputStream(16 * 1024);
    try {
      writer.write(out, all.build());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new AdminResponse(200, writer.getContentType(), out.toByteArray());
  }
}
