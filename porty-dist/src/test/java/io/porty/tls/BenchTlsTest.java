package io.porty.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.porty.fixture.Backend;
import io.porty.fixture.LeakCensus;
import io.porty.fixture.RunningPorty;
import io.porty.fixture.TlsBackend;
import io.porty.fixture.Wire;
import io.porty.load.LoadError;
import io.porty.load.LoadHandshakes;
import io.porty.load.LoadPlan;
import io.porty.load.LoadResult;
import io.porty.load.tls.LoadTls;
import io.porty.load.tls.LoadTlsSettings;
import io.porty.load.tls.LoadTrust;
import io.porty.load.tls.TlsProblem;
import io.porty.testkit.TestCertificate;
import io.porty.testkit.TestCertificates;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.ExtendedSSLSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The load of {@code porty bench https://}: Porty with TLS, and servers that are difficult. */
@ExtendWith(LeakCensus.class)
class BenchTlsTest {

  @TempDir static Path folder;

  private static TestCertificates authority;
  private static TestCertificate good;

  @BeforeAll
  static void makeCertificates() {
    authority = TestCertificates.in(folder);
    good = authority.server("localhost");
  }

  private static TlsLoads loads(String provider) {
    return new TlsLoads(provider, new LoadTrust.Authorities(authority.authority()));
  }

  private static RunningPorty porty(String mode, int backendPort) {
    return RunningPorty.start(
        "log_requests = false\n[[routes]]\nname = \"r\"\nlisten_addr = \"127.0.0.1\"\nlisten_port = PORT\nmode = \""
            + mode
            + "\"\ntarget = \"127.0.0.1:"
            + backendPort
            + "\"\ntls = { cert = \""
            + good.cert()
            + "\", key = \""
            + good.key()
            + "\" }\n");
  }

  private static LoadHandshakes handshakes(LoadResult result) {
    return Objects.requireNonNull(result.handshakes());
  }

  @ParameterizedTest
  @CsvSource({"native, false", "native, true", "jdk, false", "jdk, true"})
  void countsWhatPortyAnswers(String provider, boolean http2) throws Exception {
    try (Backend backend = Backend.ok("hello");
        RunningPorty porty = porty("http", backend.port())) {
      LoadResult result =
          loads(provider).run(porty.port(), http2 ? TlsLoads.HTTP_2 : TlsLoads.HTTP_1);
      TlsLoads.expectFlawless(result);
      assertThat(result.bytes()).isGreaterThan(5 * result.answers());
      assertThat(handshakes(result).count()).isEqualTo(2);
      assertThat(handshakes(result).latencies().getMinValue()).isPositive();
      assertThat(handshakes(result).sessions().keySet())
          .singleElement()
          .asString()
          .startsWith("TLSv1.3, TLS_")
          .endsWith(http2 ? ", ALPN h2" : ", ALPN http/1.1");
      assertThat(handshakes(result).failures()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"native", "jdk"})
  void aConnectionForEachRequestIsAFullHandshakeForEach(String provider) throws Exception {
    try (Backend backend = Backend.ok("hello");
        RunningPorty porty = porty("http", backend.port())) {
      LoadResult result = loads(provider).run(porty.port(), TlsLoads.CLOSING);
      TlsLoads.expectFlawless(result);
      assertThat(handshakes(result).count()).isGreaterThanOrEqualTo(result.answers());
      assertThat(handshakes(result).resumed()).isZero();
    }
  }

  @Test
  void sessionsAreResumedIfAskedFor() throws Exception {
    try (Backend backend = Backend.ok("hello");
        RunningPorty porty = porty("http", backend.port())) {
      LoadResult result = loads("native").resume(porty.port(), TlsLoads.CLOSING);
      TlsLoads.expectFlawless(result);
      assertThat(handshakes(result).resumed()).isEqualTo(handshakes(result).count() - 2);
    }
  }

  @Test
  void theJdkResumesNothingAndSaysSo() {
    LoadTlsSettings settings =
        new LoadTlsSettings("localhost", 443, new LoadTrust.Anybody(), LoadTls.HTTP_1, true);
    assertThatThrownBy(() -> new LoadTls(settings, "jdk").close())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("does not resume sessions");
  }

  @ParameterizedTest
  @ValueSource(strings = {"native", "jdk"})
  void messagesAreEchoedThroughTls(String provider) throws Exception {
    try (Backend backend = Backend.running(Wire::echo);
        RunningPorty porty = porty("tcp", backend.port())) {
      LoadResult result =
          loads(provider).run(porty.port(), new LoadPlan.Traffic.Echo(new byte[100_000]));
      assertThat(TlsLoads.failures(result)).as(result.errors().toString()).isZero();
      assertThat(result.answers()).isPositive();
      assertThat(handshakes(result).sessions().keySet())
          .allSatisfy(session -> assertThat(session).endsWith(", no ALPN"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"native", "jdk"})
  void theHostIsSentAsTheServersName(String provider) throws Exception {
    Set<String> names = ConcurrentHashMap.newKeySet();
    try (TlsBackend server =
        TlsBackend.running(
            authority.server("shop.test", "127.0.0.1"),
            connection -> {
              ExtendedSSLSession session = (ExtendedSSLSession) connection.tls().getSession();
              names.add(session.getRequestedServerNames().toString());
              while (true) {
                connection.message();
                connection.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
              }
            })) {
      TlsLoads.expectFlawless(loads(provider).to("shop.test", server.port()));
      assertThat(names).singleElement().asString().contains("shop.test");
      names.clear();
      TlsLoads.expectFlawless(loads(provider).to("127.0.0.1", server.port()));
      assertThat(names).containsExactly("[]");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"native", "jdk"})
  void aCertificateThatIsNotTrustedEndsTheLoadAndIsExplained(String provider) throws Exception {
    TestCertificates another = TestCertificates.in(folder.resolve("another-" + provider));
    TlsLoads trusting = loads(provider);
    TestCertificate late = authority.request().names("localhost").expired().issue();
    try (TlsBackend unknown = TlsBackend.ok(another.server("localhost"), "hello");
        TlsBackend named = TlsBackend.ok(authority.server("other.test"), "hello");
        TlsBackend expired = TlsBackend.ok(late, "hello")) {
      TlsProblem bySystem =
          trusting.trusting(new LoadTrust.System()).refused(named.port(), TlsLoads.HTTP_1);
      assertThat(bySystem.kind()).isEqualTo(TlsProblem.Kind.UNTRUSTED);
      assertThat(bySystem.text()).contains("neither trusted nor was its certificate sent");
      assertThat(trusting.refused(unknown.port(), TlsLoads.HTTP_1).text())
          .as("an authority of the same name")
          .contains("does not chain");
      assertThat(trusting.refused(named.port(), TlsLoads.HTTP_1).text())
          .isEqualTo("the certificate is for other.test, not for localhost");
      assertThat(trusting.refused(expired.port(), TlsLoads.HTTP_1).text()).contains("expired");
      TlsLoads unwary = trusting.trusting(new LoadTrust.Anybody());
      for (TlsBackend one : List.of(unknown, named, expired)) {
        TlsLoads.expectFlawless(unwary.run(one.port(), TlsLoads.HTTP_1));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"native", "jdk"})
  void aServerThatDoesNotChooseHttp2IsTold(String provider) throws Exception {
    try (TlsBackend silent = TlsBackend.ok(good, "hello");
        TlsBackend http1 = TlsBackend.choosing(good, List.of("http/1.1"), connection -> {})) {
      TlsProblem nothing = loads(provider).refused(silent.port(), TlsLoads.HTTP_2);
      assertThat(nothing.kind()).isEqualTo(TlsProblem.Kind.WRONG_PROTOCOL);
      assertThat(nothing.text()).isEqualTo("it did not choose HTTP/2 by ALPN, but nothing");
      TlsProblem alert = loads(provider).refused(http1.port(), TlsLoads.HTTP_2);
      assertThat(alert.kind()).isEqualTo(TlsProblem.Kind.WRONG_PROTOCOL);
      assertThat(alert.text()).isEqualTo("it does not offer h2 by ALPN");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"native", "jdk"})
  void aServerWithoutTlsIsTold(String provider) throws Exception {
    try (Backend plain =
        Backend.running(
            connection ->
                connection.send("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"))) {
      TlsProblem problem = loads(provider).refused(plain.port(), TlsLoads.HTTP_1);
      assertThat(problem.kind()).isEqualTo(TlsProblem.Kind.REFUSED);
      assertThat(problem.text()).containsAnyOf("does not speak TLS", "not an SSL/TLS record");
    }
  }

  /** It may be overloaded: the load goes on, and every attempt is counted. */
  @ParameterizedTest
  @ValueSource(strings = {"native", "jdk"})
  void aServerThatClosesInTheHandshakeIsCounted(String provider) throws Exception {
    try (Backend closing = Backend.running(Wire::read)) {
      LoadResult result = loads(provider).run(closing.port(), TlsLoads.HTTP_1);
      assertThat(result.refusal()).isNull();
      assertThat(result.answers()).isZero();
      long closed = result.errors().get(LoadError.TLS);
      assertThat(closed + result.errors().get(LoadError.RESET))
          .isEqualTo(TlsLoads.failures(result));
      assertThat(TlsLoads.failures(result)).isBetween(2L, 2_000L);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"native", "jdk"})
  void aHandshakeThatTakesTooLongIsCounted(String provider) throws Exception {
    try (Backend silent = Backend.running(Wire::rest)) {
      LoadResult result = loads(provider).hasty(silent.port(), TlsLoads.HTTP_1);
      assertThat(TlsLoads.failures(result))
          .isEqualTo(result.errors().get(LoadError.TLS))
          .isPositive();
      assertThat(handshakes(result).failures())
          .containsEntry("the handshake took too long", TlsLoads.failures(result));
    }
  }

  /** Without close_notify a response that ends with the connection may have been cut. */
  @ParameterizedTest
  @ValueSource(strings = {"native", "jdk"})
  void aResponseThatIsCutIsNoResponse(String provider) throws Exception {
    String untilClose = "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nhello";
    try (TlsBackend polite =
            TlsBackend.running(
                good,
                connection -> {
                  connection.message();
                  connection.send(untilClose);
                  connection.tls().close();
                });
        TlsBackend cutting =
            TlsBackend.running(
                good,
                connection -> {
                  connection.message();
                  connection.send(untilClose);
                  connection.cut();
                })) {
      TlsLoads.expectFlawless(loads(provider).run(polite.port(), TlsLoads.HTTP_1));
      LoadResult cut = loads(provider).run(cutting.port(), TlsLoads.HTTP_1);
      assertThat(cut.answers()).isZero();
      assertThat(cut.errors().get(LoadError.CLOSED) + cut.errors().get(LoadError.RESET))
          .isEqualTo(TlsLoads.failures(cut))
          .isPositive();
    }
  }

  /** In TLS 1.3 the client has finished when the server refuses it, by an alert or a reset. */
  @ParameterizedTest
  @ValueSource(strings = {"native", "jdk"})
  void aServerThatWantsAClientsCertificateIsCounted(String provider) throws Exception {
    try (TlsBackend asking = TlsBackend.askingClients(good, connection -> {})) {
      LoadResult result = loads(provider).run(asking.port(), TlsLoads.HTTP_1);
      assertThat(result.answers()).isZero();
      assertThat(TlsLoads.failures(result)).isPositive();
      assertThat(handshakes(result).count()).isPositive();
    }
  }

  @Test
  void aFileOfAuthoritiesThatCannotBeUsedIsExplained() {
    LoadTrust trust = new LoadTrust.Authorities(good.key());
    LoadTlsSettings settings = new LoadTlsSettings("localhost", 443, trust, LoadTls.HTTP_1, false);
    assertThatThrownBy(() -> new LoadTls(settings, "auto").close())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(good.key().toString())
        .hasMessageContaining("has no certificate");
  }
}
