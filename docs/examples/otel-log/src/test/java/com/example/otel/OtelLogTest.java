package com.example.otel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import io.porty.testkit.TestPorty;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a collector's endpoint of OTLP over HTTP, with the messages of its own schema. */
class OtelLogTest {

  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

  private final List<ResourceSpans> received = new CopyOnWriteArrayList<>();
  private HttpServer collector;

  @BeforeEach
  void collect() throws IOException {
    collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    collector.createContext(
        "/v1/traces",
        exchange -> {
          assertEquals("application/x-protobuf", exchange.getRequestHeaders().getFirst("Content-Type"));
          byte[] body = exchange.getRequestBody().readAllBytes();
          received.addAll(ExportTraceServiceRequest.parseFrom(body).getResourceSpansList());
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    collector.start();
  }

  @AfterEach
  void end() {
    collector.stop(0);
  }

  private TestPorty start() {
    return TestPorty.with(new OtelPlugin())
        .backends("site")
        .route(
            "log_format = \"otel\"\ntrace = \"span\"\ntarget = \"{site}\"\n[routes.otel]\nendpoint = \"http://127.0.0.1:"
                + collector.getAddress().getPort()
                + "/v1/traces\"\n");
  }

  private List<Span> spans() {
    return received.stream()
        .flatMap(r -> r.getScopeSpansList().stream())
        .flatMap(s -> s.getSpansList().stream())
        .toList();
  }

  private static String hex(ByteString bytes) {
    return HexFormat.of().formatHex(bytes.toByteArray());
  }

  private static String attribute(List<KeyValue> all, String key) {
    return all.stream()
        .filter(a -> a.getKey().equals(key))
        .map(a -> a.getValue().hasIntValue() ? "" + a.getValue().getIntValue() : a.getValue().getStringValue())
        .findFirst()
        .orElse("none");
  }

  @Test
  void sendsASpanOfTheClientsTraceForEachExchange() {
    try (TestPorty porty = start()) {
      porty.get("/users?id=7", "traceparent", "00-" + TRACE + "-00f067aa0ba902b7-01");
      porty.get("/not-sampled", "traceparent", "00-" + TRACE + "-00f067aa0ba902b7-00");
      porty.get("/begun");
      porty.backend("site").close();
      assertEquals(502, porty.get("/gone").statusCode());
    }
    assertEquals(3, spans().size());
    Span first = spans().get(0);
    assertEquals(TRACE, hex(first.getTraceId()));
    assertEquals("00f067aa0ba902b7", hex(first.getParentSpanId()));
    assertNotEquals("00f067aa0ba902b7", hex(first.getSpanId()));
    assertEquals(Span.SpanKind.SPAN_KIND_SERVER, first.getKind());
    assertEquals("GET", first.getName());
    assertEquals("/users", attribute(first.getAttributesList(), "url.path"));
    assertEquals("id=7", attribute(first.getAttributesList(), "url.query"));
    assertEquals("200", attribute(first.getAttributesList(), "http.response.status_code"));
    assertEquals("fixed", attribute(first.getAttributesList(), "porty.router"));
    assertEquals(
        List.of("routed", "connected", "first_byte"),
        first.getEventsList().stream().map(Span.Event::getName).toList());
    assertTrue(first.getEndTimeUnixNano() > first.getStartTimeUnixNano());
    assertEquals("", hex(spans().get(1).getParentSpanId()));
    assertNotEquals(TRACE, hex(spans().get(1).getTraceId()));
    assertEquals(Status.StatusCode.STATUS_CODE_ERROR, spans().get(2).getStatus().getCode());
    assertEquals("connect_refused", attribute(spans().get(2).getAttributesList(), "error.type"));
    assertEquals(
        "porty", attribute(received.get(0).getResource().getAttributesList(), "service.name"));
  }

  @Test
  void aCollectorThatIsAwayKeepsNobodyWaiting() {
    collector.stop(0);
    try (TestPorty porty = start()) {
      for (int i = 0; i < 100; i++) {
        assertEquals(200, porty.get("/").statusCode());
      }
    }
    assertTrue(received.isEmpty());
  }
}
