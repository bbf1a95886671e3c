package io.porty.tls;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.porty.fixture.Backend;
import io.porty.fixture.LeakCensus;
import io.porty.fixture.RawClient;
import io.porty.fixture.RunningPorty;
import io.porty.fixture.TlsClient;
import io.porty.fixture.TlsClient.End;
import io.porty.fixture.Wire;
import io.porty.testkit.TestCertificate;
import io.porty.testkit.TestCertificates;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Listeners with TLS, by both providers, against the JDK's client. */
@ExtendWith(LeakCensus.class)
class TlsListenerTest {

  @TempDir static Path folder;

  private static TestCertificate shop;
  private static SSLContext trust;

  @BeforeAll
  static void makeCertificates() {
    TestCertificates certificates = TestCertificates.in(folder);
    shop = certificates.server("shop.test", "*.apps.test");
    trust = TlsClient.trusting(certificates.authority());
  }

  static Stream<Arguments> providersAndVersions() {
    return Stream.of("native", "jdk")
        .flatMap(provider -> Stream.of("TLSv1.2", "TLSv1.3").map(v -> Arguments.of(provider, v)));
  }

  private static String tls() {
    return "tls = { cert = \"" + shop.cert() + "\", key = \"" + shop.key() + "\" }";
  }

  private static RunningPorty http(String provider, int backend, String... lines) {
    return RunningPorty.start(
        "tls_provider = \""
            + provider
            + "\"\nlog_requests = false\n[[routes]]\nname = \"shop\"\nlisten_addr = \"127.0.0.1\"\nlisten_port = PORT\nmode = \"http\"\ntarget = \"127.0.0.1:"
            + backend
            + "\"\n"
            + tls()
            + "\n"
            + String.join("\n", lines)
            + "\n");
  }

  private static RunningPorty tcp(String provider, int backend) {
    return RunningPorty.start(
        "tls_provider = \""
            + provider
            + "\"\nlog_requests = false\n[[routes]]\nname = \"shop\"\nlisten_addr = \"127.0.0.1\"\nlisten_port = PORT\ntarget = \"127.0.0.1:"
            + backend
            + "\"\n"
            + tls()
            + "\n");
  }

  private static TlsClient.Options client(String version) {
    return new TlsClient.Options(trust).version(version);
  }

  @ParameterizedTest
  @MethodSource("providersAndVersions")
  void aRequestIsServedAndTheBackendIsToldOfHttps(String provider, String version) {
    try (Backend backend = Backend.ok("hello");
        RunningPorty porty = http(provider, backend.port());
        TlsClient client = client(version).protocols("http/1.1").connect(porty.port())) {
      client.handshake().send("GET / HTTP/1.1\r\nHost: shop.test\r\n\r\n");
      assertThat(client.message()).startsWith("HTTP/1.1 200 OK\r\n").endsWith("hello");
      assertThat(client.engine().getSession().getProtocol()).isEqualTo(version);
      assertThat(client.engine().getApplicationProtocol()).isEqualTo("http/1.1");
      Wire.Message request = backend.requests().get(0);
      assertThat(request.first("X-Forwarded-Proto")).isEqualTo("https");
      assertThat(request.first("X-Forwarded-Port")).isEqualTo("443");
      client.send("GET /again HTTP/1.1\r\nHost: shop.test\r\nConnection: close\r\n\r\n");
      assertThat(client.message()).contains("Connection: close").endsWith("hello");
      assertThat(client.end()).isEqualTo(End.CLOSE_NOTIFY);
      assertThat(client.isSocketEnded()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"native", "jdk"})
  void aHelloInSingleBytesIsUnderstood(String provider) {
    try (Backend backend = Backend.ok("hello");
        RunningPorty porty = http(provider, backend.port());
        TlsClient client = client("TLSv1.3").connect(porty.port())) {
      for (byte one : client.hello()) {
        client.raw(new byte[] {one});
      }
      client.handshake().send("GET / HTTP/1.1\r\nHost: shop.test\r\n\r\n");
      assertThat(client.message()).endsWith("hello");
    }
  }

  @ParameterizedTest
  @MethodSource("providersAndVersions")
  void whatIsNoRecordAfterTheHandshakeEndsTheConnection(String provider, String version) {
    try (Backend backend = Backend.ok("hello");
        RunningPorty http = http(provider, backend.port());
        RunningPorty tcp = tcp(provider, backend.port())) {
      for (RunningPorty porty : new RunningPorty[] {http, tcp}) {
        try (TlsClient client = client(version).connect(porty.port())) {
          client.handshake().send("GET / HTTP/1.1\r\nHost: shop.test\r\n\r\n");
          assertThat(client.message()).endsWith("hello");
          client.raw("no record, and long enough to be one".repeat(9).getBytes(UTF_8));
          assertThat(client.isSocketEndedByServer()).isTrue();
        }
      }
    }
  }

  /** RFC 8446 section 6.1: the two directions end independently. */
  @ParameterizedTest
  @MethodSource("providersAndVersions")
  void aClientThatEndsItsOutputStillGetsItsAnswer(String provider, String version) {
    if (provider.equals("jdk") && version.equals("TLSv1.2")) {
      return; // the JDK's engine ends both directions there: docs/tls.md
    }
    try (Backend backend =
            Backend.running(
                connection -> {
                  connection.message();
                  connection.isSilentFor(100);
                  connection.send("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nlate");
                });
        RunningPorty porty = http(provider, backend.port());
        TlsClient client = client(version).connect(porty.port())) {
      client.handshake().send("GET / HTTP/1.1\r\nHost: shop.test\r\n\r\n");
      client.closeNotify();
      assertThat(client.message()).endsWith("late");
      assertThat(client.end()).isEqualTo(End.CLOSE_NOTIFY);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"native", "jdk"})
  void aHalfClosePassesThroughARelay(String provider) {
    try (Backend backend =
            Backend.running(
                connection -> {
                  String all = connection.rest();
                  connection.send("got " + all);
                  connection.close();
                });
        RunningPorty porty = tcp(provider, backend.port());
        TlsClient client = client("TLSv1.3").connect(porty.port())) {
      client.handshake().send("all of it");
      client.closeNotify();
      assertThat(client.bytes(13)).isEqualTo("got all of it");
      assertThat(client.end()).isEqualTo(End.CLOSE_NOTIFY);
    }
  }

  /** RFC 8446 section 6.1: without close_notify the stream may have been cut. */
  @ParameterizedTest
  @ValueSource(strings = {"native", "jdk"})
  void whatIsCutWithoutCloseNotifyDoesNotLookWholeBehindARelay(String provider) {
    try (Backend backend =
            Backend.running(
                connection -> {
                  assertThat(connection.bytes(4)).isEqualTo("half");
                  assertThat(connection.isReset()).isTrue();
                });
        RunningPorty porty = tcp(provider, backend.port());
        TlsClient client = client("TLSv1.3").connect(porty.port())) {
      client.handshake().send("half");
      client.bareFin();
      assertThat(client.end()).isIn(End.RESET, End.BARE_FIN);
    }
  }

  @ParameterizedTest
  @MethodSource("providersAndVersions")
  void aRefusedRequestEndsWithCloseNotify(String provider, String version) {
    try (Backend backend = Backend.ok("never");
        RunningPorty porty = http(provider, backend.port());
        TlsClient client = client(version).connect(porty.port())) {
      client.handshake().send("GET / HTTP/1.1\r\nbad header\r\n\r\n");
      assertThat(client.message()).startsWith("HTTP/1.1 400 ");
      assertThat(client.end()).isEqualTo(End.CLOSE_NOTIFY);
    }
  }

  @ParameterizedTest
  @MethodSource("providersAndVersions")
  void largeBodiesPassWholeBothWays(String provider, String version) {
    byte[] body = new byte[3_000_000];
    new Random(7).nextBytes(body);
    String text = new String(body, java.nio.charset.StandardCharsets.ISO_8859_1);
    try (Backend backend =
            Backend.running(
                connection -> {
                  Wire.Message request = connection.message();
                  connection.send(
                      "HTTP/1.1 200 OK\r\nContent-Length: " + request.body().length() + "\r\n\r\n");
                  connection.send(
                      request.body().getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
                });
        RunningPorty porty = http(provider, backend.port());
        TlsClient client = client(version).connect(porty.port())) {
      client.handshake();
      client.send(
          "POST / HTTP/1.1\r\nHost: shop.test\r\nContent-Length: " + body.length + "\r\n\r\n");
      for (int at = 0; at < body.length; at += 100_000) {
        client.send(java.util.Arrays.copyOfRange(body, at, at + 100_000));
      }
      client.head();
      assertThat(client.bytes(body.length).equals(text)).isTrue();
      assertThat(client.recordSizes()).allMatch(size -> size <= 16_384);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"native", "jdk"})
  void anUpgradeStaysEncrypted(String provider) {
    try (Backend backend =
            Backend.running(
                connection -> {
                  connection.message();
                  connection.send(
                      "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
                  connection.echo();
                });
        RunningPorty porty = http(provider, backend.port());
        TlsClient client = client("TLSv1.3").connect(porty.port())) {
      client
          .handshake()
          .send(
              "GET / HTTP/1.1\r\nHost: shop.test\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
      assertThat(client.head()).startsWith("HTTP/1.1 101 ");
      client.send("frames");
      assertThat(client.bytes(6)).isEqualTo("frames");
    }
  }

  @Test
  void plainHttpIsToldThatThePortSpeaksHttps() {
    try (Backend backend = Backend.ok("never");
        RunningPorty porty = http("auto", backend.port());
        RawClient client = porty.connect()) {
      Wire.Message answer = client.get("/");
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.first("X-Porty-Error")).isEqualTo("tls_expected");
    }
  }

  @Test
  void whatIsNeitherTlsNorHttpIsClosedWithoutAWord() {
    try (Backend backend = Backend.ok("never");
        RunningPorty porty = http("auto", backend.port());
        RawClient client = porty.connect()) {
      client.send("\001\002\003\004 something\r\n");
      assertThat(client.rest()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"native", "jdk"})
  void anUnknownNameIsRefusedWhereNoRouteTakesAnyHost(String provider) {
    try (Backend backend = Backend.ok("hello");
        RunningPorty porty = http(provider, backend.port(), "host = \"shop.test\"")) {
      try (TlsClient client = client("TLSv1.3").serverName("other.test").connect(porty.port())) {
        assertThatThrownBy(client::handshake).hasMessageContaining("unrecognized_name");
      }
      try (TlsClient client = client("TLSv1.3").serverName("SHOP.test").connect(porty.port())) {
        client.handshake().send("GET / HTTP/1.1\r\nHost: shop.test\r\n\r\n");
        assertThat(client.message()).endsWith("hello");
      }
    }
  }

  /** RFC 7301 section 3.2. */
  @ParameterizedTest
  @ValueSource(strings = {"native", "jdk"})
  void aClientWithoutACommonProtocolIsRefused(String provider) {
    try (Backend backend = Backend.ok("hello");
        RunningPorty porty = http(provider, backend.port());
        TlsClient client = client("TLSv1.3").protocols("ftp").connect(porty.port())) {
      assertThatThrownBy(client::handshake).hasMessageContaining("no_application_protocol");
    }
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "native,min_version = '1.3'",
        "jdk,min_version = '1.3'",
        "native,profile = 'modern'"
      })
  void anOldVersionIsRefused(String provider, String line) {
    try (Backend backend = Backend.ok("hello");
        RunningPorty porty =
            RunningPorty.start(
                "tls_provider = \""
                    + provider
                    + "\"\nlog_requests = false\n[[routes]]\nname = \"shop\"\nlisten_addr = \"127.0.0.1\"\nlisten_port = PORT\nmode = \"http\"\ntarget = \"127.0.0.1:"
                    + backend.port()
                    + "\"\ntls = { cert = \""
                    + shop.cert()
                    + "\", key = \""
                    + shop.key()
                    + "\", "
                    + line
                    + " }\n");
        TlsClient client = client("TLSv1.2").connect(porty.port())) {
      assertThatThrownBy(client::handshake).hasMessageContaining("protocol_version");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"native", "jdk"})
  void aClientThatVanishesInTheHandshakeLeavesNothing(String provider) {
    try (Backend backend = Backend.ok("hello");
        RunningPorty porty = http(provider, backend.port())) {
      for (int cut = 1; cut < 300; cut += 37) {
        try (TlsClient client = client("TLSv1.3").connect(porty.port())) {
          client.raw(java.util.Arrays.copyOf(client.hello(), cut));
        }
      }
      org.awaitility.Awaitility.await()
          .untilAsserted(() -> assertThat(porty.porty().openConnections()).isZero());
      assertThat(backend.accepted()).isZero();
    }
  }
}
