package io.porty.http2;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.porty.fixture.LeakCensus;
import io.porty.fixture.RawClient;
import io.porty.fixture.TlsBackend;
import io.porty.fixture.Wire;
import io.porty.testkit.TestCertificate;
import io.porty.testkit.TestCertificates;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Backends that answer a stream with HTTP_1_1_REQUIRED (RFC 9113 section 7). */
@ExtendWith(LeakCensus.class)
class Http1RequiredTest {

  private static final int HTTP_1_1_REQUIRED = 0xd;
  private static final int REFUSED_STREAM = 7;

  @TempDir static Path folder;

  private static TestCertificates certificates;
  private static TestCertificate good;

  /** What the backend's connections have agreed on, in order. */
  private final List<String> protocols = new CopyOnWriteArrayList<>();

  @BeforeAll
  static void makeCertificates() {
    certificates = TestCertificates.in(folder);
    good = certificates.server("localhost", "127.0.0.1");
  }

  /** Says no on a connection of HTTP/2. */
  private interface Refusal {
    void send(Http2Backend.Connection connection, int stream) throws IOException;
  }

  /** Records what came by HTTP/2; its own socket is not used. */
  private static Http2Backend recorder() {
    return Http2Backend.ok("");
  }

  /** Refuses on HTTP/2, and answers on HTTP/1.1 with the request line. */
  private TlsBackend backend(Http2Backend recorder, Refusal refusal) {
    return TlsBackend.choosing(
        good,
        List.of("h2", "http/1.1"),
        connection -> {
          String protocol = connection.tls().getApplicationProtocol();
          protocols.add(protocol);
          if (protocol.equals("h2")) {
            Http2Backend.Connection http2 = recorder.over(connection.tls());
            http2.begin();
            while (true) {
              refusal.send(http2, next(http2).stream());
            }
          }
          while (true) {
            String line = connection.message().startLine();
            connection.send(
                "HTTP/1.1 200 OK\r\nContent-Length: " + line.length() + "\r\n\r\n" + line);
          }
        });
  }

  private static Http2Backend.Request next(Http2Backend.Connection connection) throws IOException {
    try {
      return connection.request();
    } catch (IOException e) {
      throw e;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static void reset(Http2Backend.Connection connection, int stream) throws IOException {
    connection.reset(stream, HTTP_1_1_REQUIRED);
  }

  private static Http2Porty porty(TlsBackend backend, String... lines) {
    return Http2Porty.toTarget(
        "https://localhost:" + backend.port(),
        "routers = [\"fixed\"]\nupstream_http2 = true\n"
            + String.join("\n", lines)
            + "\n[routes.upstream_tls]\nca = \""
            + certificates.authority()
            + "\"\n");
  }

  @Test
  void theRequestIsRepeatedOverHttp1AndTheBackendRemembered() {
    try (Http2Backend recorder = recorder();
        TlsBackend backend = backend(recorder, Http1RequiredTest::reset);
        Http2Porty porty = porty(backend)) {
      try (RawClient client = RawClient.to(porty.port())) {
        for (int i = 0; i < 3; i++) {
          Wire.Message answer = client.get("/" + i);
          assertThat(answer.status()).isEqualTo(200);
          assertThat(answer.body()).isEqualTo("GET /" + i + " HTTP/1.1");
        }
      }
      assertThat(protocols).containsExactly("h2", "http/1.1");
      assertThat(recorder.requests()).hasSize(1);
      List<JsonObject> records = porty.records(3);
      assertThat(records.get(0).get("retries").getAsInt()).isEqualTo(1);
      assertThat(records.get(1).has("retries")).isFalse();
      for (JsonObject record : records) {
        assertThat(record.get("upstream_protocol").getAsString()).isEqualTo("HTTP/1.1");
      }
      porty.awaitRest();
    }
  }

  @Test
  void clientsOfHttp2DoNotNotice() {
    try (Http2Backend recorder = recorder();
        TlsBackend backend = backend(recorder, Http1RequiredTest::reset);
        Http2Porty porty = porty(backend);
        Http2Client client = porty.connect()) {
      assertThat(client.get(1, "/").until("END 1")).anyMatch(e -> e.startsWith("STATUS 1 200"));
      assertThat(client.body()).isEqualTo("GET / HTTP/1.1");
    }
  }

  /** A backend whose method is not repeatable has still not processed the request. */
  @Test
  void aRequestWithoutBodyIsRepeatedWhateverItsMethod() {
    try (Http2Backend recorder = recorder();
        TlsBackend backend = backend(recorder, Http1RequiredTest::reset);
        Http2Porty porty = porty(backend);
        RawClient client = RawClient.to(porty.port())) {
      client.send("POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n");
      assertThat(client.message().body()).isEqualTo("POST /a HTTP/1.1");
      assertThat(protocols).containsExactly("h2", "http/1.1");
    }
  }

  @Test
  void aBodyThatIsGoneCannotBeRepeatedButTheNextOneIsSentOverHttp1() {
    try (Http2Backend recorder = recorder();
        TlsBackend backend = backend(recorder, Http1RequiredTest::reset);
        Http2Porty porty = porty(backend);
        RawClient client = RawClient.to(porty.port())) {
      String post = "POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc";
      client.send(post);
      Wire.Message answer = client.message();
      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.first("X-Porty-Error")).isEqualTo("backend_refused");
      assertThat(answer.first("Retry-After")).isEqualTo("1");
      client.send(post);
      assertThat(client.message().body()).isEqualTo("POST /a HTTP/1.1");
      assertThat(porty.records(2).get(0).get("reason").getAsString())
          .contains("RST_STREAM HTTP_1_1_REQUIRED");
    }
  }

  /** Streams above the last one were not processed (RFC 9113 section 6.8). */
  @Test
  void goAwayCountsToo() {
    try (Http2Backend recorder = recorder();
        TlsBackend backend =
            backend(recorder, (connection, stream) -> connection.goAway(0, HTTP_1_1_REQUIRED));
        Http2Porty porty = porty(backend);
        RawClient client = RawClient.to(porty.port())) {
      for (int i = 0; i < 2; i++) {
        assertThat(client.get("/").body()).isEqualTo("GET / HTTP/1.1");
      }
      assertThat(protocols).containsExactly("h2", "http/1.1");
    }
  }

  /** REFUSED_STREAM says nothing about the protocol. */
  @Test
  void otherErrorsKeepHttp2() {
    try (Http2Backend recorder = recorder();
        TlsBackend backend =
            backend(recorder, (connection, stream) -> connection.reset(stream, REFUSED_STREAM));
        Http2Porty porty = porty(backend);
        RawClient client = RawClient.to(porty.port())) {
      assertThat(client.get("/").status()).isEqualTo(503);
      assertThat(client.get("/").status()).isEqualTo(503);
      assertThat(protocols).isNotEmpty().containsOnly("h2");
    }
  }

  /** gRPC needs HTTP/2: what the backend has said of another request is not held against calls. */
  @Test
  void callsStayOnHttp2() {
    try (Http2Backend recorder = recorder();
        TlsBackend backend = backend(recorder, Http1RequiredTest::reset);
        Http2Porty porty = porty(backend);
        Http2Client client = porty.connect()) {
      assertThat(client.get(1, "/").until("END 1")).anyMatch(e -> e.startsWith("STATUS 1 200"));
      client.request(3, true, "POST", "/s/m", "te=trailers", "content-type=application/grpc");
      assertThat(client.until("END 3"))
          .anyMatch(e -> e.startsWith("STATUS 3 200") && e.contains("grpc-status=14"));
      assertThat(recorder.requests()).hasSize(2);
    }
  }

  /** Without TLS there is no other protocol to agree on. */
  @Test
  void aTargetOfH2cIsAnErrorAndTheLogNamesTheRemedy() {
    try (Http2Backend backend =
            Http2Backend.running(
                connection -> {
                  connection.begin();
                  while (true) {
                    reset(connection, connection.request().stream());
                  }
                });
        Http2Porty porty = Http2Porty.to(backend, "routers = [\"fixed\"]");
        RawClient client = RawClient.to(porty.port())) {
      Wire.Message answer = client.get("/");
      assertThat(answer.status()).isEqualTo(502);
      assertThat(answer.first("X-Porty-Error")).isEqualTo("backend_closed");
      assertThat(porty.records(1).get(0).get("reason").getAsString())
          .contains("RST_STREAM HTTP_1_1_REQUIRED", "http://");
      assertThat(backend.requests()).hasSize(1);
    }
  }
}
