package io.porty.engine.admin;

import io.porty.engine.generation.RunningRoute;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** What monitoring scrapes: Prometheus text, or OpenMetrics for those who accept it. */
final class MetricsPage {

  private final Inside inside;
  private final ExpositionFormats formats = ExpositionFormats.init();

  MetricsPage(Inside inside) {
    this.inside = inside;
  }

  Answer answer(Ask ask) {
    RouteMetrics routes = new RouteMetrics();
    for (RunningRoute route : inside.routesByName()) {
      routes.add(route.facts().name(), route.meters().counts());
    }
    MetricSnapshots.Builder all = MetricSnapshots.builder();
    routes.all().forEach(all::metricSnapshot);
    ProcessMetrics.of(inside).forEach(all::metricSnapshot);
    ExpositionFormatWriter writer = formats.findWriter(ask.accept());
    ByteArrayOutputStream out = new ByteArrayOutputStream(16 * 1024);
    try {
      writer.write(out, all.build());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Answer(200, writer.getContentType(), out.toByteArray());
  }
}
