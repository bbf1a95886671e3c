package com.example.otel;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporterBuilder;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.porty.api.log.ExchangeRecord;
import io.porty.api.log.TraceContext;
import io.porty.api.log.AccessLog;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Gives each exchange that is a span of a sampled trace to the SDK's own batches, which are sent by
 * a thread of theirs: a collector that is away keeps nobody waiting, and what does not fit is
 * dropped.
 */
final class OtelLog implements AccessLog {

  private static final Duration MAX_WAIT = Duration.ofSeconds(1);
  private static final long LAST_SECONDS = 5;

  private final String endpoint;
  private final Optional<String> authorization;
  private final Resource resource;
  private BatchSpanProcessor batches;

  OtelLog(String endpoint, String service, Optional<String> authorization) {
    this.endpoint = endpoint;
    this.authorization = authorization;
    this.resource =
        Resource.getDefault()
            .merge(
                Resource.create(
                    Attributes.of(AttributeKey.stringKey("service.name"), service)));
  }

  @Override
  public void start() {
    OtlpHttpSpanExporterBuilder exporter = OtlpHttpSpanExporter.builder().setEndpoint(endpoint);
    authorization.ifPresent(value -> exporter.addHeader("Authorization", value));
    batches = BatchSpanProcessor.builder(exporter.build()).setScheduleDelay(MAX_WAIT).build();
  }

  @Override
  public void exchangeEnded(ExchangeRecord exchange) {
    TraceContext trace = exchange.trace();
    if (batches != null && trace != null && trace.sampled() && !trace.spanId().isEmpty()) {
      batches.onEnd(new EndedSpan(new ExchangeSpan(exchange, trace, resource)));
    }
  }

  /** Sends what is left. */
  @Override
  public void close() {
    if (batches != null) {
      batches.shutdown().join(LAST_SECONDS, TimeUnit.SECONDS);
    }
  }
}
