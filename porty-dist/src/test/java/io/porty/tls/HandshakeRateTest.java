package io.porty.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.porty.fixture.Backend;
import io.porty.fixture.LeakCensus;
import io.porty.fixture.OpenSslClient;
import io.porty.fixture.RawClient;
import io.porty.fixture.RunningPorty;
import io.porty.fixture.TlsClient;
import io.porty.testkit.TestCertificate;
import io.porty.testkit.TestCertificates;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How many handshakes there may be, and {@code max_handshakes_per_second}. */
@ExtendWith(LeakCensus.class)
class HandshakeRateTest {

  @TempDir static Path folder;

  private static TestCertificate shop;
  private static SSLContext trust;

  @BeforeAll
  static void makeCertificates() {
    TestCertificates certificates = TestCertificates.in(folder);
    shop = certificates.server("shop.test");
    trust = TlsClient.trusting(certificates.authority());
  }

  private static RunningPorty porty(int backend, int rate, String tls, String... lines) {
    return RunningPorty.start(
        "event_loops = 1\nlog_requests = false\nmax_handshakes_per_second = "
            + rate
            + "\n"
            + String.join("\n", lines)
            + "\n[[routes]]\nname = \"shop\"\nlisten = \"127.0.0.1:PORT\"\nmode = \"http\"\ntarget = \"127.0.0.1:"
            + backend
            + "\"\ntls = { cert = \""
            + shop.cert()
            + "\", key = \""
            + shop.key()
            + "\""
            + tls
            + " }\n");
  }

  /** Where a rate is configured: for all listeners, or for one. */
  private enum Where {
    GLOBAL,
    LISTENER
  }

  private static RunningPorty porty(int backend, Where where, int rate, String... lines) {
    return where == Where.GLOBAL
        ? porty(backend, rate, "", lines)
        : porty(backend, 0, ", max_handshakes_per_second = " + rate, lines);
  }

  private static TlsClient.Options fresh() {
    return new TlsClient.Options(trust);
  }

  private static List<TlsClient> hellos(int count, int port) {
    List<TlsClient> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      TlsClient client = fresh().sessionsOf("client " + i).connect(port);
      client.raw(client.hello());
      all.add(client);
    }
    return all;
  }

  private static void serve(TlsClient client) {
    client.handshake().send("GET / HTTP/1.1\r\nHost: shop.test\r\n\r\n");
    assertThat(client.message()).endsWith("hello");
  }

  @ParameterizedTest
  @EnumSource
  void whatExceedsTheRateWaits(Where where) {
    try (Backend backend = Backend.ok("hello");
        RunningPorty porty = porty(backend.port(), where, 20)) {
      Instant start = Instant.now();
      List<TlsClient> all = hellos(22, porty.port());
      all.forEach(HandshakeRateTest::serve);
      assertThat(Duration.between(start, Instant.now())).isGreaterThan(Duration.ofMillis(850));
      all.forEach(TlsClient::close);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aFloodOfOneClientDoesNotDelayAnother(Where where) {
    try (Backend backend = Backend.ok("hello");
        RunningPorty porty = porty(backend.port(), where, 5)) {
      List<TlsClient> flood = hellos(40, porty.port());
      Instant start = Instant.now();
      try (TlsClient other = fresh().from("127.0.0.2").connect(porty.port())) {
        serve(other);
      }
      assertThat(Duration.between(start, Instant.now()))
          .as("two turns, where the flood takes eight seconds")
          .isLessThan(Duration.ofSeconds(3));
      flood.forEach(TlsClient::close);
    }
  }

  @Test
  void silentConnectionsHoldNobodyUp() {
    List<RawClient> silent = new ArrayList<>();
    try (Backend backend = Backend.ok("hello");
        RunningPorty porty = porty(backend.port(), 0, ", handshake_timeout_seconds = 30")) {
      for (int i = 0; i < 300; i++) {
        silent.add(porty.connect());
      }
      Instant start = Instant.now();
      try (TlsClient other = fresh().from("127.0.0.2").connect(porty.port())) {
        serve(other);
      }
      assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(5));
    } finally {
      silent.forEach(RawClient::close);
    }
  }

  @ParameterizedTest
  @EnumSource
  void resumedSessionsDoNotCount(Where where) {
    Path session = folder.resolve("session");
    try (Backend backend = Backend.ok("hello");
        RunningPorty porty = porty(backend.port(), where, 1)) {
      OpenSslClient.to(porty.port(), "TLSv1.2").saveSession(session).get("shop.test");
      Instant start = Instant.now();
      for (int i = 0; i < 12; i++) {
        assertThat(OpenSslClient.to(porty.port(), "TLSv1.2").resume(session).get("shop.test"))
            .contains("Reused");
      }
      assertThat(Duration.between(start, Instant.now()))
          .as("twelve seconds if they counted")
          .isLessThan(Duration.ofSeconds(10));
    }
  }

  /** Who waits for one listener's rate holds no place that others need. */
  @Test
  void aFloodOfAListenerWithARateDoesNotDelayAnotherListener() {
    int limited = io.porty.testkit.Ports.free();
    try (Backend backend = Backend.ok("hello");
        RunningPorty porty =
            porty(
                backend.port(),
                0,
                "",
                "[[routes]]\nname = \"limited\"\nlisten = \"127.0.0.1:"
                    + limited
                    + "\"\nmode = \"http\"\nhost = \"shop.test\"\ntarget = \"127.0.0.1:"
                    + backend.port()
                    + "\"\ntls = { cert = \""
                    + shop.cert()
                    + "\", key = \""
                    + shop.key()
                    + "\", max_handshakes_per_second = 1, handshake_timeout_seconds = 60 }")) {
      List<TlsClient> flood = new ArrayList<>();
      byte[] hello = null;
      for (int i = 0; i < 270; i++) {
        TlsClient client = fresh().from("127.0.0." + (2 + i % 3)).connect(limited);
        hello = hello == null ? client.hello() : hello;
        client.raw(hello);
        flood.add(client);
      }
      try (TlsClient one = fresh().connect(porty.port(1))) {
        serve(one); // or waits for a minute, until they have lost their places
      }
      flood.forEach(TlsClient::close);
    }
  }

  @ParameterizedTest
  @EnumSource
  void whoWaitsForTooLongIsCounted(Where where) {
    int admin = io.porty.testkit.Ports.free();
    try (Backend backend = Backend.ok("hello");
        RunningPorty porty =
            porty(
                backend.port(),
                where == Where.GLOBAL ? 1 : 0,
                ", handshake_timeout_seconds = 0.5"
                    + (where == Where.GLOBAL ? "" : ", max_handshakes_per_second = 1"),
                "[admin]\nlisten = \"127.0.0.1:" + admin + "\"")) {
      List<TlsClient> all = hellos(4, porty.port());
      Awaitility.await()
          .untilAsserted(
              () -> {
                try (RawClient metrics = RawClient.to(admin)) {
                  metrics.send(
                      "GET /metrics HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
                  assertThat(metrics.rest())
                      .containsPattern(
                          "porty_tls_handshake_failures_total\\{[^}]*reason=\"rate_limited\"} [23]");
                }
              });
      all.forEach(TlsClient::close);
    }
  }
}
