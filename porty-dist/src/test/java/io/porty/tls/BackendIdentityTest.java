package io.porty.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.porty.fixture.LeakCensus;
import io.porty.fixture.OpenSslServer;
import io.porty.fixture.RawClient;
import io.porty.fixture.RunningPorty;
import io.porty.fixture.TlsBackend;
import io.porty.fixture.Wire;
import io.porty.testkit.TestCertificate;
import io.porty.testkit.TestCertificates;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Routes to one backend, each with its own TLS settings: no connection and no session crosses. */
@ExtendWith(LeakCensus.class)
class BackendIdentityTest {

  @TempDir static Path folder;

  private static TestCertificates authority;
  private static TestCertificate localhost;

  @BeforeAll
  static void makeCertificates() {
    authority = TestCertificates.in(folder);
    localhost = authority.server("localhost");
  }

  private static String route(String host, int backend, String upstreamTls) {
    return "[[routes]]\nname = \""
        + host
        + "\"\nlisten = \"127.0.0.1:PORT\"\nmode = \"http\"\nrouters = [\"fixed\"]\nhost = \""
        + host
        + "\"\ntarget = \"https://localhost:"
        + backend
        + "\"\n[routes.upstream_tls]\n"
        + upstreamTls
        + "\n";
  }

  private static RunningPorty start(String provider, String... routes) {
    return RunningPorty.start(
        "tls_provider = \""
            + provider
            + "\"\nevent_loops = 1\nlog_requests = false\n"
            + String.join("", routes));
  }

  private static String ca() {
    return "ca = \"" + authority.authority() + "\"\n";
  }

  private static String showing(TestCertificate own) {
    return ca() + "cert = \"" + own.cert() + "\"\nkey = \"" + own.key() + "\"";
  }

  private static Wire.Message get(RawClient client, String host) {
    return client.send("GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n").message();
  }

  /** Answers with the subject of the certificate that the connection was opened with. */
  private static TlsBackend tellingSubjects(boolean keepsAlive) {
    return TlsBackend.askingClients(
        localhost,
        connection -> {
          do {
            connection.message();
            String subject = connection.tls().getSession().getPeerPrincipal().getName();
            connection.send(
                "HTTP/1.1 200 OK\r\nContent-Length: "
                    + subject.length()
                    + (keepsAlive ? "" : "\r\nConnection: close")
                    + "\r\n\r\n"
                    + subject);
          } while (keepsAlive);
        });
  }

  /** RFC 9155 section 4: a backend that verifies SHA-1 alone gets no signature. */
  @ParameterizedTest
  @CsvSource({
    "native, RSA+SHA1, false",
    "native, RSA+SHA256, true",
    "jdk, RSA+SHA1, false",
    "jdk, RSA+SHA256, true"
  })
  void itsOwnKeySignsNothingWithSha1(String provider, String algorithm, boolean signs) {
    TestCertificate own = authority.request().commonName("porty").client().rsa(2048).issue();
    try (OpenSslServer backend =
            new OpenSslServer(
                "-cert",
                localhost.cert().toString(),
                "-cert_chain",
                localhost.cert().toString(),
                "-key",
                localhost.key().toString(),
                "-tls1_2",
                "-Verify",
                "2",
                "-client_sigalgs",
                algorithm,
                "-cipher",
                "ALL:@SECLEVEL=0");
        RunningPorty porty = start(provider, route("one.test", backend.port(), showing(own)));
        RawClient client = porty.connect()) {
      Wire.Message answer = get(client, "one.test");
      if (signs) {
        assertThat(answer.status()).isEqualTo(200);
      } else {
        assertThat(answer.first("X-Porty-Error")).isEqualTo("tls_failed");
      }
    }
  }

  /** curl lent a connection that another client certificate had opened. */
  @ParameterizedTest
  @ValueSource(strings = {"native", "jdk"})
  void cve20165420AConnectionOfAnotherCertificateIsNotUsed(String provider) {
    assertThat(connectionsOfTwoRoutes(provider, true)).as("each route keeps its own").isEqualTo(2);
  }

  /** curl resumed a session that another client certificate had begun. */
  @ParameterizedTest
  @ValueSource(strings = {"native", "jdk"})
  void cve20165419NorIsASessionOfOneResumed(String provider) {
    assertThat(connectionsOfTwoRoutes(provider, false)).isEqualTo(6);
  }

  /**
   * Two routes with certificates of their own ask one backend by turns, which has to see the right
   * one each time; returns how many connections it has accepted.
   */
  private static int connectionsOfTwoRoutes(String provider, boolean keepsAlive) {
    TestCertificate one = authority.client("one");
    TestCertificate two = authority.client("two");
    try (TlsBackend backend = tellingSubjects(keepsAlive);
        RunningPorty porty =
            start(
                provider,
                route("one.test", backend.port(), showing(one)),
                route("two.test", backend.port(), showing(two)));
        RawClient client = porty.connect()) {
      for (int i = 0; i < 3; i++) {
        assertThat(get(client, "one.test").body()).isEqualTo("CN=one");
        assertThat(get(client, "two.test").body()).isEqualTo("CN=two");
      }
      return backend.accepted();
    }
  }

  /**
   * curl lent a connection to whoever had other credentials: what one trusts is not the other's.
   */
  @ParameterizedTest
  @ValueSource(strings = {"native", "jdk"})
  void cve202222576AConnectionThatWasNotVerifiedServesNoRouteThatVerifies(String provider) {
    TestCertificate stranger =
        TestCertificates.in(folder.resolve("stranger-" + provider)).server("localhost");
    try (TlsBackend backend = TlsBackend.ok(stranger, "hello");
        RunningPorty porty =
            start(
                provider,
                route("careless.test", backend.port(), "verify = false"),
                route("careful.test", backend.port(), ca()));
        RawClient client = porty.connect()) {
      for (int i = 0; i < 2; i++) {
        assertThat(get(client, "careless.test").body()).isEqualTo("hello");
        assertThat(get(client, "careful.test").first("X-Porty-Error")).isEqualTo("tls_untrusted");
      }
      assertThat(get(client, "careless.test").body()).isEqualTo("hello");
    }
  }

  /** With TLS 1.3 its alert comes behind the handshake; the reset that follows says nothing. */
  @ParameterizedTest
  @ValueSource(strings = {"native", "jdk"})
  void whyABackendRefusesIsLoggedAlthoughItResets(String provider) throws Exception {
    Path log = folder.resolve("access-" + provider + ".log");
    try (TlsBackend backend = tellingSubjects(true);
        RunningPorty porty =
            start(
                provider,
                "[[routes]]\nname = \"r\"\nlisten = \"127.0.0.1:PORT\"\nmode = \"http\"\nrouters = [\"fixed\"]\nlog_format = \"json\"\nlog_requests = true\nlog_output = \""
                    + log
                    + "\"\ntarget = \"https://localhost:"
                    + backend.port()
                    + "\"\n[routes.upstream_tls]\n"
                    + ca());
        RawClient client = porty.connect()) {
      for (int i = 0; i < 5; i++) {
        assertThat(get(client, "one.test").status()).isEqualTo(502);
      }
    }
    assertThat(Files.readAllLines(log))
        .hasSize(5)
        .allMatch(line -> line.toLowerCase(Locale.ROOT).contains("alert"));
  }
}
