package io.porty.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.porty.fixture.Backend;
import io.porty.fixture.LeakCensus;
import io.porty.fixture.OpenSslClient;
import io.porty.fixture.RunningPorty;
import io.porty.fixture.TlsClient;
import io.porty.testkit.TestCertificate;
import io.porty.testkit.TestCertificates;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Published attacks on TLS servers that no test of a feature covers. The table of all of them is
 * "Known attacks on TLS" in docs/threat-model.md.
 */
@ExtendWith(LeakCensus.class)
class KnownTlsAttacksTest {

  @TempDir static Path folder;

  private static TestCertificates authority;
  private static TestCertificates others;
  private static TestCertificate server;
  private static TestCertificate alice;

  @BeforeAll
  static void makeCertificates() {
    authority = TestCertificates.in(folder.resolve("ca"));
    others = TestCertificates.in(folder.resolve("others"));
    server = authority.server("one.test", "two.test");
    alice = authority.client("alice");
  }

  static Stream<Arguments> providersAndVersions() {
    return Stream.of("native", "jdk")
        .flatMap(provider -> Stream.of("TLSv1.2", "TLSv1.3").map(v -> Arguments.of(provider, v)));
  }

  private static String route(String name, int backend, String lines, String tls) {
    return "[[routes]]\nname = \""
        + name
        + "\"\nlisten = \"127.0.0.1:PORT\"\ntarget = \"127.0.0.1:"
        + backend
        + "\"\n"
        + lines
        + "\ntls = { "
        + tls
        + " }\n";
  }

  private static String certificate() {
    return "cert = \"" + server.cert() + "\", key = \"" + server.key() + "\"";
  }

  private static String required(TestCertificates by, String more) {
    return "client_auth = \"required\", client_ca = \"" + by.authority() + "\"" + more;
  }

  private static RunningPorty start(String provider, String... routes) {
    return RunningPorty.start(
        "tls_provider = \"" + provider + "\"\nlog_requests = false\n" + String.join("", routes));
  }

  private static OpenSslClient openssl(int port, String version, TestCertificate shown) {
    OpenSslClient client = OpenSslClient.to(port, version);
    return shown == null
        ? client
        : client.with(
            "-cert", shown.cert().toString(),
            "-cert_chain", shown.cert().toString(),
            "-key", shown.key().toString());
  }

  /** Apache httpd: two hosts of one address, each with an authority of its own for clients. */
  @ParameterizedTest
  @MethodSource("providersAndVersions")
  void cve202523048ATicketOfOneHostIsNoneForAnother(String provider, String version) {
    Path session = folder.resolve("session-" + provider + version);
    try (Backend backend = Backend.ok("hello");
        RunningPorty porty =
            start(
                provider,
                route(
                    "one",
                    backend.port(),
                    "mode = \"http\"\nhost = \"one.test\"",
                    certificate() + ", " + required(authority, "")),
                route(
                    "two",
                    backend.port(),
                    "mode = \"http\"\nhost = \"two.test\"",
                    required(others, "")))) {
      assertThat(openssl(porty.port(), version, alice).saveSession(session).get("one.test"))
          .contains("New, ", "hello");
      assertThat(openssl(porty.port(), version, null).resume(session).get("two.test"))
          .doesNotContain("Reused, ", "hello");
      assertThat(openssl(porty.port(), version, alice).resume(session).get("two.test"))
          .doesNotContain("Reused, ", "hello");
      assertThat(openssl(porty.port(), version, null).resume(session).get("one.test"))
          .as("it is good where it was issued")
          .contains("Reused, ", "hello");
    }
  }

  /** nginx's stream module went on although the check had found the certificate revoked. */
  @ParameterizedTest
  @MethodSource("providersAndVersions")
  void cve202628755ARevokedCertificateReachesNoTcpBackend(String provider, String version) {
    TestCertificate bob = authority.client("bob");
    Path lists = authority.revocationLists(Instant.now().plus(Duration.ofDays(200)), bob);
    try (Backend backend =
            Backend.running(
                connection -> {
                  connection.message();
                  connection.send("HTTP/1.1 200 OK\r\n\r\nhello");
                });
        RunningPorty porty =
            start(
                provider,
                route(
                    "tcp",
                    backend.port(),
                    "",
                    certificate()
                        + ", "
                        + required(authority, ", client_crl = \"" + lists + "\"")))) {
      assertThat(openssl(porty.port(), version, bob).get("one.test")).doesNotContain("hello");
      assertThat(backend.accepted()).isZero();
      assertThat(openssl(porty.port(), version, alice).get("one.test")).contains("hello");
    }
  }

  /** Prefix injection and denial of service: the server does no second handshake. */
  @ParameterizedTest
  @ValueSource(strings = {"native", "jdk"})
  void cve20093555Cve20111473AClientDoesNotRenegotiate(String provider) throws SSLException {
    SSLContext context = TlsClient.trusting(authority.authority());
    try (Backend backend = Backend.ok("hello");
        RunningPorty porty =
            start(provider, route("r", backend.port(), "mode = \"http\"", certificate()));
        TlsClient client =
            new TlsClient.Options(context)
                .serverName("one.test")
                .version("TLSv1.2")
                .connect(porty.port())) {
      client.handshake().send("GET / HTTP/1.1\r\nHost: one.test\r\n\r\n");
      assertThat(client.message()).endsWith("hello");
      renegotiate(client);
      assertThat(client.isSocketEndedByServer()).as("the connection is over").isTrue();
      assertThat(backend.requests()).hasSize(1);
    }
  }

  /** OpenSSL #8068 and others: what is dear to read and cheap to send comes at most 32 times. */
  @ParameterizedTest
  @ValueSource(strings = {"native", "jdk"})
  void keyUpdatesAreBoundedInARow(String provider) {
    SSLContext context = TlsClient.trusting(authority.authority());
    try (Backend backend = Backend.ok("hello");
        RunningPorty porty =
            start(provider, route("r", backend.port(), "mode = \"http\"", certificate()))) {
      TlsClient.Options options =
          new TlsClient.Options(context).serverName("one.test").version("TLSv1.3");
      try (TlsClient client = options.connect(porty.port())) {
        client.handshake();
        for (int i = 0; i < 3; i++) {
          client.keyUpdates(32);
          client.send("GET / HTTP/1.1\r\nHost: one.test\r\n\r\n");
          assertThat(client.message()).endsWith("hello");
        }
      }
      try (TlsClient client = options.connect(porty.port())) {
        client.handshake();
        try {
          client.keyUpdates(60);
        } catch (UncheckedIOException e) {
          // It is over already.
        }
        assertThat(client.end())
            .as("which is no proper end")
            .isIn(TlsClient.End.BARE_FIN, TlsClient.End.RESET);
        assertThat(client.isSocketEndedByServer()).isTrue();
      }
    }
  }

  /** RFC 8446 section 6.1: what follows a close_notify is ignored. */
  @ParameterizedTest
  @CsvSource({
    "native, TLSv1.2",
    "native, TLSv1.3",
    "jdk, TLSv1.3" // in TLS 1.2 it ends both directions
  })
  void bytesBehindCloseNotifyDoNoHarm(String provider, String version) {
    SSLContext context = TlsClient.trusting(authority.authority());
    try (Backend backend = Backend.ok("hello");
        RunningPorty porty =
            start(provider, route("r", backend.port(), "mode = \"http\"", certificate()));
        TlsClient client =
            new TlsClient.Options(context)
                .serverName("one.test")
                .version(version)
                .connect(porty.port())) {
      client.handshake().send("GET / HTTP/1.1\r\nHost: one.test\r\n\r\n");
      client.closeNotify();
      client.raw("nothing of TLS".repeat(50).getBytes(java.nio.charset.StandardCharsets.US_ASCII));
      assertThat(client.message()).endsWith("hello");
    }
  }

  private static void renegotiate(TlsClient client) throws SSLException {
    client.engine().beginHandshake();
    try {
      client.handshake();
    } catch (UncheckedIOException e) {
      // An alert, or the end of the connection.
    }
  }

  /** RFC 5746: the server says that it would not take a renegotiation for a new connection. */
  @ParameterizedTest
  @ValueSource(strings = {"native", "jdk"})
  void cve20093555RenegotiationInfoIsSent(String provider) {
    try (Backend backend = Backend.ok("hello");
        RunningPorty porty =
            start(provider, route("r", backend.port(), "mode = \"http\"", certificate()))) {
      assertThat(OpenSslClient.to(porty.port(), "TLSv1.2").get("one.test"))
          .contains("Secure Renegotiation IS supported", "hello");
    }
  }
}
