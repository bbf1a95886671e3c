package io.porty.tls;

import static java.nio.file.StandardCopyOption.COPY_ATTRIBUTES;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.assertj.core.api.Assertions.assertThat;

import io.porty.fixture.Backend;
import io.porty.fixture.LeakCensus;
import io.porty.fixture.RawClient;
import io.porty.fixture.RunningPorty;
import io.porty.fixture.TlsBackend;
import io.porty.fixture.Wire;
import io.porty.testkit.TestCertificate;
import io.porty.testkit.TestCertificates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Backends that are spoken to by TLS, by both providers, against the JDK's server. */
@ExtendWith(LeakCensus.class)
class TlsBackendTest {

  @TempDir static Path folder;

  private static TestCertificates certificates;
  private static TestCertificate good;

  @BeforeAll
  static void makeCertificates() {
    certificates = TestCertificates.in(folder);
    good = certificates.server("localhost", "127.0.0.1");
  }

  private static RunningPorty http(String provider, String target, String... upstreamTls) {
    return start(provider, "mode = \"http\"\nrouters = [\"fixed\"]\n", target, upstreamTls);
  }

  private static RunningPorty start(
      String provider, String mode, String target, String... upstreamTls) {
    return RunningPorty.start(
        "tls_provider = \""
            + provider
            + "\"\nlog_requests = false\n[[routes]]\nname = \"api\"\nlisten_addr = \"127.0.0.1\"\nlisten_port = PORT\n"
            + mode
            + "target = \""
            + target
            + "\"\n[routes.upstream_tls]\n"
            + String.join("\n", upstreamTls)
            + "\n");
  }

  private static String ca() {
    return "ca = \"" + certificates.authority() + "\"";
  }

  @ParameterizedTest
  @ValueSource(strings = {"native", "jdk"})
  void requestsGoToATrustedBackendOnOneConnection(String provider) {
    try (TlsBackend backend = TlsBackend.ok(good, "secret");
        RunningPorty porty = http(provider, "https://localhost:" + backend.port(), ca());
        RawClient client = porty.connect()) {
      for (int i = 0; i < 3; i++) {
        assertThat(client.get("/").body()).isEqualTo("secret");
      }
      assertThat(backend.accepted()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"native", "jdk"})
  void anAddressIsVerifiedAsAnAddress(String provider) {
    try (TlsBackend backend = TlsBackend.ok(good, "secret");
        RunningPorty porty = http(provider, "https://127.0.0.1:" + backend.port(), ca());
        RawClient client = porty.connect()) {
      assertThat(client.get("/").body()).isEqualTo("secret");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"native", "jdk"})
  void theSystemsAuthoritiesDoNotTrustThisOne(String provider) {
    try (TlsBackend backend = TlsBackend.ok(good, "secret");
        RunningPorty porty = http(provider, "https://localhost:" + backend.port());
        RawClient client = porty.connect()) {
      refused(client, "tls_untrusted");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"native", "jdk"})
  void anotherNameIsNotTrusted(String provider) {
    TestCertificate other = certificates.server("other.test");
    try (TlsBackend backend = TlsBackend.ok(other, "secret");
        RunningPorty porty = http(provider, "https://localhost:" + backend.port(), ca());
        RawClient client = porty.connect()) {
      refused(client, "tls_untrusted");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"native", "jdk"})
  void anExpiredCertificateIsNotTrusted(String provider) {
    TestCertificate late = certificates.request().names("localhost").expired().issue();
    try (TlsBackend backend = TlsBackend.ok(late, "secret");
        RunningPorty porty = http(provider, "https://localhost:" + backend.port(), ca());
        RawClient client = porty.connect()) {
      refused(client, "tls_untrusted");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"native", "jdk"})
  void anotherNameIsTrustedWhereItIsConfigured(String provider) {
    TestCertificate other = certificates.server("other.test");
    try (TlsBackend backend = TlsBackend.ok(other, "secret");
        RunningPorty porty =
            http(provider, "https://localhost:" + backend.port(), ca(), "name = \"other.test\"");
        RawClient client = porty.connect()) {
      assertThat(client.get("/").body()).isEqualTo("secret");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"native", "jdk"})
  void aPinnedKeyIsTrustedByItself(String provider) {
    TestCertificate other = certificates.request().names("other.test").expired().issue();
    String pin = io.porty.net.tls.verify.KeyPins.pinOf(other.leaf());
    try (TlsBackend backend = TlsBackend.ok(other, "secret")) {
      String target = "https://localhost:" + backend.port();
      try (RunningPorty porty = http(provider, target, "pin = [\"" + pin + "\"]");
          RawClient client = porty.connect()) {
        assertThat(client.get("/").body()).isEqualTo("secret");
      }
      String wrong = io.porty.net.tls.verify.KeyPins.pinOf(good.leaf());
      try (RunningPorty porty = http(provider, target, "pin = [\"" + wrong + "\"]");
          RawClient client = porty.connect()) {
        refused(client, "tls_untrusted");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"native", "jdk"})
  void aBackendInPlainTextIsNoTlsBackend(String provider) {
    try (Backend backend =
            Backend.running(
                connection -> {
                  connection.some();
                  connection.send("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
                });
        RunningPorty porty = http(provider, "https://localhost:" + backend.port(), ca());
        RawClient client = porty.connect()) {
      refused(client, "tls_failed");
    }
  }

  /** RFC 9112 section 9.8: a body that ends with its connection needs close_notify to be whole. */
  @ParameterizedTest
  @ValueSource(strings = {"native", "jdk"})
  void aBodyThatIsCutDoesNotLookWhole(String provider) {
    AtomicReference<Boolean> cut = new AtomicReference<>(true);
    try (TlsBackend backend =
            TlsBackend.running(
                good,
                connection -> {
                  connection.message();
                  connection.send("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nhalf a body");
                  if (cut.get()) {
                    connection.cut();
                  } else {
                    connection.close();
                  }
                });
        RunningPorty porty = http(provider, "https://localhost:" + backend.port(), ca())) {
      try (RawClient client = porty.connect()) {
        client.send("GET / HTTP/1.1\r\nHost: test\r\n\r\n");
        assertThat(client.head().status()).isEqualTo(200);
        String rest = client.isReset() ? "" : client.rest();
        assertThat(rest).doesNotEndWith("0\r\n\r\n");
      }
      cut.set(false);
      try (RawClient client = porty.connect()) {
        client.send("GET / HTTP/1.1\r\nHost: test\r\n\r\n");
        assertThat(client.head().status()).isEqualTo(200);
        assertThat(client.chunked()).isEqualTo("half a body");
      }
    }
  }

  /** Answers each connection's request with the subject of the client's certificate. */
  private static TlsBackend tellingSubjects() {
    return TlsBackend.askingClients(
        good,
        connection -> {
          connection.message();
          String subject = connection.tls().getSession().getPeerPrincipal().getName();
          connection.send(
              "HTTP/1.1 200 OK\r\nContent-Length: " + subject.length() + "\r\n\r\n" + subject);
        });
  }

  private static RunningPorty showing(String provider, int backend, Path cert, Path key) {
    return http(
        provider,
        "https://localhost:" + backend,
        ca(),
        "cert = \"" + cert + "\"",
        "key = \"" + key + "\"");
  }

  private static void expect(RunningPorty porty, String subject) {
    try (RawClient client = porty.connect()) {
      assertThat(client.get("/").body()).isEqualTo(subject);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"native", "jdk"})
  void portysOwnCertificateIsShownToABackendThatAsks(String provider) {
    TestCertificate own = certificates.client("porty");
    try (TlsBackend backend = tellingSubjects();
        RunningPorty porty = showing(provider, backend.port(), own.cert(), own.key())) {
      expect(porty, "CN=porty");
    }
  }

  @Test
  void aChangedCertificateOfPortysIsShownFromThenOn() throws IOException {
    Path cert = folder.resolve("rotated.pem");
    Path key = folder.resolve("rotated.key");
    write(certificates.client("before"), cert, key);
    try (TlsBackend backend = tellingSubjects();
        RunningPorty ofNative = showing("native", backend.port(), cert, key);
        RunningPorty ofJdk = showing("jdk", backend.port(), cert, key)) {
      expect(ofNative, "CN=before");
      expect(ofJdk, "CN=before");
      write(certificates.client("after"), cert, key);
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(
              () -> {
                expect(ofNative, "CN=after");
                expect(ofJdk, "CN=after");
              });
    }
  }

  private static void write(TestCertificate certificate, Path cert, Path key) throws IOException {
    Files.copy(certificate.cert(), cert, REPLACE_EXISTING, COPY_ATTRIBUTES);
    Files.copy(certificate.key(), key, REPLACE_EXISTING, COPY_ATTRIBUTES);
  }

  @ParameterizedTest
  @ValueSource(strings = {"native", "jdk"})
  void tcpIsRelayedToATlsBackend(String provider) {
    try (TlsBackend backend =
            TlsBackend.running(
                good,
                connection -> {
                  connection.send("first "); // a protocol where the server begins
                  connection.echo();
                });
        RunningPorty porty = start(provider, "", "tls://localhost:" + backend.port(), ca());
        RawClient client = porty.connect()) {
      assertThat(client.bytes(6)).isEqualTo("first ");
      client.send("echo");
      assertThat(client.bytes(4)).isEqualTo("echo");
    }
  }

  private static void refused(RawClient client, String code) {
    Wire.Message answer = client.get("/");
    assertThat(answer.status()).isEqualTo(502);
    assertThat(answer.first("X-Porty-Error")).isEqualTo(code);
  }
}
