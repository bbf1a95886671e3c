package com.example.otel;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.sdk.common.InstrumentationLibraryInfo;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import io.porty.api.AddressText;
import io.porty.api.log.ExchangeRecord;
import io.porty.api.log.Phase;
import io.porty.api.log.TraceContext;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * An exchange as a span: attributes by the semantic conventions for HTTP servers, the phases of its
 * timeline as events.
 */
@SuppressWarnings("deprecation")
final class ExchangeSpan implements SpanData {

  private static final InstrumentationScopeInfo SCOPE = InstrumentationScopeInfo.create("io.porty");
  private static final int FIRST_SERVER_ERROR = 500;

  private final ExchangeRecord exchange;
  private final TraceContext trace;
  private final Resource resource;
  private final Attributes attributes;
  private final List<EventData> events;

  ExchangeSpan(ExchangeRecord exchange, TraceContext trace, Resource resource) {
    this.exchange = exchange;
    this.trace = trace;
    this.resource = resource;
    this.attributes = attributes(exchange);
    this.events = events();
  }

  private static Attributes attributes(ExchangeRecord x) {
    AttributesBuilder all =
        Attributes.builder()
            .put("http.request.method", x.method())
            .put("http.response.status_code", x.status())
            .put("http.response.body.size", x.responseBytes())
            .put("porty.route", x.route());
    int query = x.requestTarget().indexOf('?');
    all.put("url.path", query < 0 ? x.requestTarget() : x.requestTarget().substring(0, query));
    if (query >= 0) {
      all.put("url.query", x.requestTarget().substring(query + 1));
    }
    if (x.client() instanceof InetSocketAddress client) {
      all.put("client.address", AddressText.of(client.getAddress()));
      all.put("client.port", client.getPort());
    }
    if (x.target() != null) {
      all.put("server.address", x.target().host()).put("porty.router", x.note());
      if (x.target().port() > 0) {
        all.put("server.port", x.target().port());
      }
    }
    if (x.errorCode() != null) {
      all.put("error.type", x.errorCode());
    }
    return all.build();
  }

  private List<EventData> events() {
    List<EventData> all = new ArrayList<>();
    for (Phase phase : List.of(Phase.ROUTED, Phase.CONNECTED, Phase.FIRST_BYTE)) {
      long nanos = exchange.nanosAt(phase);
      if (nanos >= 0) {
        all.add(
            EventData.create(
                getStartEpochNanos() + nanos,
                phase.name().toLowerCase(Locale.ROOT),
                Attributes.empty()));
      }
    }
    return all;
  }

  private SpanContext context(String span, boolean remote) {
    TraceFlags flags = TraceFlags.getSampled();
    return remote
        ? SpanContext.createFromRemoteParent(trace.traceId(), span, flags, TraceState.getDefault())
        : SpanContext.create(trace.traceId(), span, flags, TraceState.getDefault());
  }

  @Override
  public String getName() {
    return exchange.method();
  }

  @Override
  public SpanKind getKind() {
    return SpanKind.SERVER;
  }

  @Override
  public SpanContext getSpanContext() {
    return context(trace.spanId(), false);
  }

  @Override
  public SpanContext getParentSpanContext() {
    return trace.parentId().isEmpty()
        ? SpanContext.getInvalid()
        : context(trace.parentId(), true);
  }

  @Override
  public StatusData getStatus() {
    if (exchange.failure() != null && exchange.status() >= FIRST_SERVER_ERROR) {
      return StatusData.create(StatusCode.ERROR, exchange.failure());
    }
    return exchange.status() >= FIRST_SERVER_ERROR ? StatusData.error() : StatusData.unset();
  }

  @Override
  public long getStartEpochNanos() {
    return TimeUnit.MILLISECONDS.toNanos(exchange.startMillis());
  }

  @Override
  public long getEndEpochNanos() {
    return getStartEpochNanos() + exchange.durationNanos();
  }

  @Override
  public boolean hasEnded() {
    return true;
  }

  @Override
  public Attributes getAttributes() {
    return attributes;
  }

  @Override
  public int getTotalAttributeCount() {
    return attributes.size();
  }

  @Override
  public List<EventData> getEvents() {
    return events;
  }

  @Override
  public int getTotalRecordedEvents() {
    return events.size();
  }

  @Override
  public List<LinkData> getLinks() {
    return List.of();
  }

  @Override
  public int getTotalRecordedLinks() {
    return 0;
  }

  @Override
  public Resource getResource() {
    return resource;
  }

  @Override
  public InstrumentationScopeInfo getInstrumentationScopeInfo() {
    return SCOPE;
  }

  @Override
  public InstrumentationLibraryInfo getInstrumentationLibraryInfo() {
    return InstrumentationLibraryInfo.create(SCOPE.getName(), null);
  }
}
