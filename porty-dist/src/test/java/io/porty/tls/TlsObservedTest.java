package io.porty.tls;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.porty.fixture.Backend;
import io.porty.fixture.LeakCensus;
import io.porty.fixture.RawClient;
import io.porty.fixture.RunningPorty;
import io.porty.fixture.TlsBackend;
import io.porty.fixture.TlsClient;
import io.porty.testkit.Ports;
import io.porty.testkit.TestCertificate;
import io.porty.testkit.TestCertificates;
import io.porty.testkit.TestPorty;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What logs and metrics say of handshakes, with clients and with backends. */
@ExtendWith(LeakCensus.class)
class TlsObservedTest {

  private static final int PAUSE_MILLIS = 200;
  private static final int LATER_MILLIS = 600;

  @TempDir static Path certificatesFolder;
  @TempDir Path folder;

  private static TestCertificates certificates;
  private static TestCertificate good;

  @BeforeAll
  static void makeCertificates() {
    certificates = TestCertificates.in(certificatesFolder);
    good = certificates.server("localhost", "shop.test");
  }

  private static void pause(int millis) {
    Instant end = Instant.now().plusMillis(millis);
    Awaitility.await().until(() -> Instant.now().isAfter(end));
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "tcp"})
  void theLogSaysWhenTheHelloAndTheHandshakeWereComplete(String mode) throws Exception {
    Path log = folder.resolve("access.log");
    double requestMillis;
    try (Backend backend = Backend.ok("hello")) {
      try (RunningPorty porty =
              RunningPorty.start(
                  "log_format = \"json\"\nlog_output = \""
                      + log
                      + "\"\n[[routes]]\nname = \"shop\"\nlisten_addr = \"127.0.0.1\"\nlisten_port = PORT\nmode = \""
                      + mode
                      + "\"\nrouters = [\"fixed\"]\ntarget = \"127.0.0.1:"
                      + backend.port()
                      + "\"\ntls = { cert = \""
                      + good.cert()
                      + "\", key = \""
                      + good.key()
                      + "\" }\n");
          TlsClient client =
              new TlsClient.Options(TlsClient.trusting(certificates.authority()))
                  .connect(porty.port())) {
        Awaitility.await().until(() -> porty.porty().openConnections() == 1);
        long accepted = System.nanoTime();
        pause(PAUSE_MILLIS);
        client.handshake();
        pause(LATER_MILLIS);
        requestMillis = (System.nanoTime() - accepted) / 1e6;
        client.send("GET / HTTP/1.1\r\nHost: shop.test\r\n\r\n");
        assertThat(client.message()).endsWith("hello");
      }
      JsonObject line = JsonParser.parseString(Files.readString(log).strip()).getAsJsonObject();
      double hello = line.get("hello_ms").getAsDouble();
      double secured = line.get("secured_ms").getAsDouble();
      assertThat(hello).isBetween(PAUSE_MILLIS * 0.9, 5_000.0);
      assertThat(secured)
          .as("the pause behind the handshake does not count")
          .isBetween(hello, requestMillis - LATER_MILLIS / 2);
    }
  }

  private static String metrics(int admin) {
    try (RawClient client = RawClient.to(admin)) {
      client.send("GET /metrics HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
      return client.rest();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"native", "jdk"})
  void handshakesWithBackendsAreCountedByRouteAndResult(String provider) {
    int admin = Ports.free();
    int strict = Ports.free();
    try (TlsBackend backend = TlsBackend.ok(good, "secret");
        RunningPorty porty =
            RunningPorty.start(
                "tls_provider = \""
                    + provider
                    + "\"\nlog_requests = false\n[admin]\nlisten = \"127.0.0.1:"
                    + admin
                    + "\"\n"
                    + route("api", "PORT", backend.port())
                    + "upstream_tls = { ca = \""
                    + certificates.authority()
                    + "\" }\n"
                    + route("strict", String.valueOf(strict), backend.port()));
        RawClient client = porty.connect();
        RawClient other = RawClient.to(strict)) {
      for (int i = 0; i < 3; i++) {
        assertThat(client.get("/").body()).isEqualTo("secret");
      }
      assertThat(other.get("/").status()).isEqualTo(502);
      String all = metrics(admin);
      assertThat(all)
          .containsPattern(
              "porty_upstream_tls_handshakes_total\\{[^}]*route=\"api\",version=\"TLSv1.3\"} 1")
          .containsPattern("porty_upstream_tls_handshake_seconds_count\\{route=\"api\"} 1")
          .containsPattern(
              "porty_upstream_tls_handshake_failures_total\\{reason=\"bad_certificate\",route=\"strict\"} 1")
          .doesNotContainPattern(
              "porty_upstream_tls_handshake_failures_total\\{[^}]*route=\"api\"} [1-9]")
          .doesNotContainPattern(
              "porty_upstream_tls_handshakes_total\\{[^}]*route=\"strict\"[^}]*} [1-9]");
    }
  }

  /** As those of routes; a listener or route that comes back begins anew. */
  @Test
  void nothingIsCountedOfWhatAReloadHasRemoved() {
    int admin = Ports.free();
    int stays = Ports.free();
    int goes = Ports.free();
    try (TlsBackend backend = TlsBackend.ok(good, "secret");
        TestPorty porty = TestPorty.with()) {
      String before = listener("stays", stays) + listener("goes", goes);
      String top = "log_requests = false\n[admin]\nlisten = \"127.0.0.1:" + admin + "\"\n";
      porty.config(
          top
              + before
              + route("api", String.valueOf(Ports.free()), backend.port())
              + "upstream_tls = { ca = \""
              + certificates.authority()
              + "\" }\n");
      handshake(stays);
      handshake(goes);
      assertThat(metrics(admin))
          .contains("listener=\"127.0.0.1:" + goes + "\"", "route=\"api\",version");
      porty.reload(top + listener("stays", stays));
      handshake(stays);
      assertThat(metrics(admin))
          .containsPattern(
              "porty_tls_handshakes_total\\{listener=\"127.0.0.1:"
                  + stays
                  + "\"[^}]*version=\"TLSv1.3\"} 2")
          .doesNotContain("listener=\"127.0.0.1:" + goes + "\"", "route=\"api\",version");
    }
  }

  private static void handshake(int port) {
    try (TlsClient client =
        new TlsClient.Options(TlsClient.trusting(certificates.authority()))
            .sessionsOf("client " + port + " " + System.nanoTime())
            .connect(port)) {
      client.handshake();
    }
  }

  private static String listener(String name, int port) {
    return "[[routes]]\nname = \""
        + name
        + "\"\nlisten = \"127.0.0.1:"
        + port
        + "\"\nmode = \"http\"\ntarget = \"127.0.0.1:1\"\ntls = { cert = \""
        + good.cert()
        + "\", key = \""
        + good.key()
        + "\" }\n";
  }

  private static String route(String name, String port, int backend) {
    return "[[routes]]\nname = \""
        + name
        + "\"\nlisten_addr = \"127.0.0.1\"\nlisten_port = "
        + port
        + "\nmode = \"http\"\nrouters = [\"fixed\"]\ntarget = \"https://localhost:"
        + backend
        + "\"\n";
  }
}
