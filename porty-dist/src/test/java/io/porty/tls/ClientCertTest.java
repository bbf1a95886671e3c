package io.porty.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.porty.fixture.Backend;
import io.porty.fixture.ClientKey;
import io.porty.fixture.LeakCensus;
import io.porty.fixture.RunningPorty;
import io.porty.fixture.TlsClient;
import io.porty.fixture.Wire;
import io.porty.testkit.TestCertificate;
import io.porty.testkit.TestCertificates;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Certificates of clients: who gets in, over which connection, and what the backend is told. */
@ExtendWith(LeakCensus.class)
class ClientCertTest {

  private static final String SERVER = "open.test";

  @TempDir static Path folder;

  private static TestCertificates authority;
  private static TestCertificates strangers;
  private static TestCertificate server;
  private static TestCertificate alice;

  @BeforeAll
  static void makeCertificates() {
    authority = TestCertificates.in(folder.resolve("ca"));
    strangers = TestCertificates.in(folder.resolve("strangers"));
    server =
        authority.server(
            SERVER, "closed.test", "twin.test", "*.closed.test", "maybe.test", "plain.test");
    alice = authority.client("alice");
  }

  static Stream<Arguments> providersAndVersions() {
    return Stream.of("native", "jdk")
        .flatMap(provider -> Stream.of("TLSv1.2", "TLSv1.3").map(v -> Arguments.of(provider, v)));
  }

  private static String route(int backend, String name, String hosts, String tls) {
    return "[[routes]]\nname = \""
        + name
        + "\"\nlisten = \"127.0.0.1:PORT\"\nmode = \"http\"\nhost = ["
        + hosts
        + "]\ntarget = \"127.0.0.1:"
        + backend
        + "\"\n"
        + tls
        + "\n";
  }

  /** One address with different rules: no certificate, a required one, an optional one. */
  private static RunningPorty start(String provider, int backend) {
    return start(provider, backend, "");
  }

  private static RunningPorty start(String provider, int backend, String more) {
    String ca = "client_ca = \"" + authority.authority() + "\"" + more;
    String cert = "cert = \"" + server.cert() + "\", key = \"" + server.key() + "\"";
    return RunningPorty.start(
        "tls_provider = \""
            + provider
            + "\"\nlog_requests = false\n"
            + route(backend, "open", "\"open.test\"", "tls = { " + cert + " }")
            + route(
                backend,
                "closed",
                "\"closed.test\", \"*.closed.test\", \"twin.test\"",
                "tls = { client_auth = \"required\", "
                    + ca
                    + ", forward_client_cert = [\"subject\", \"sha256\", \"certificate\"] }")
            + route(
                backend,
                "maybe",
                "\"maybe.test\"",
                "tls = { client_auth = \"optional\", "
                    + ca
                    + ", forward_client_cert = [\"subject\"] }")
            + route(backend, "plain", "\"plain.test\"", ""));
  }

  private static SSLContext context(KeyManager... keys) {
    return TlsClient.trusting(authority.authority(), keys);
  }

  private static TlsClient.Options to(String host, KeyManager... keys) {
    return new TlsClient.Options(context(keys)).serverName(host);
  }

  private static TlsClient.Options with(TestCertificate certificate, String host) {
    return to(host, new ClientKey(certificate));
  }

  private static String get(TlsClient client, String host, String... fields) {
    String lines = fields.length == 0 ? "" : String.join("\r\n", fields) + "\r\n";
    client.send("GET / HTTP/1.1\r\nHost: " + host + "\r\n" + lines + "\r\n");
    return client.message();
  }

  /** In TLS 1.3 the client sees the alert with its first read. */
  private static void assertRefused(TlsClient.Options options, int port, String host) {
    try (TlsClient client = options.connect(port)) {
      assertNotServed(() -> get(client.handshake(), host));
    }
  }

  @ParameterizedTest
  @MethodSource("providersAndVersions")
  void aRequiredCertificateIsVerifiedAndTheBackendIsToldOfIt(String provider, String version)
      throws Exception {
    try (Backend backend = Backend.ok("hello");
        RunningPorty porty = start(provider, backend.port());
        TlsClient client = with(alice, "closed.test").version(version).connect(porty.port())) {
      assertThat(
              get(
                  client.handshake(),
                  "closed.test",
                  "X-Client-Cert-Subject: CN=root",
                  "client_cert: forged"))
          .startsWith("HTTP/1.1 200 ");
      Wire.Message request = backend.requests().get(0);
      byte[] der = alice.leaf().getEncoded();
      byte[] digest = java.security.MessageDigest.getInstance("SHA-256").digest(der);
      assertThat(request.all("X-Client-Cert-Verified")).containsExactly("1");
      assertThat(request.all("X-Client-Cert-Subject")).containsExactly("CN=alice");
      assertThat(request.all("X-Client-Cert-Sha256"))
          .containsExactly(HexFormat.of().formatHex(digest));
      assertThat(request.all("Client-Cert"))
          .containsExactly(":" + Base64.getEncoder().encodeToString(der) + ":");
      assertThat(request.all("client_cert")).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("providersAndVersions")
  void withoutTheRequiredOneThereIsNoConnection(String provider, String version) {
    try (Backend backend = Backend.ok("never");
        RunningPorty porty = start(provider, backend.port())) {
      assertRefused(to("closed.test").version(version), porty.port(), "closed.test");
      assertThat(backend.accepted()).isZero();
    }
  }

  @ParameterizedTest
  @MethodSource("providersAndVersions")
  void oneThatIsNotGoodIsRefusedWhereItIsOptionalToo(String provider, String version) {
    TestCertificate late = authority.request().commonName("late").client().expired().issue();
    TestCertificate ofServer = authority.request().commonName("web").names("web.test").issue();
    TestCertificate foreign = strangers.client("mallory");
    try (Backend backend = Backend.ok("never");
        RunningPorty porty = start(provider, backend.port())) {
      for (TestCertificate bad : new TestCertificate[] {late, ofServer, foreign}) {
        for (String host : new String[] {"closed.test", "maybe.test"}) {
          assertRefused(with(bad, host).version(version), porty.port(), host);
        }
      }
      assertThat(backend.accepted()).isZero();
    }
  }

  @ParameterizedTest
  @MethodSource("providersAndVersions")
  void anOptionalOneMayBeAbsent(String provider, String version) {
    try (Backend backend = Backend.ok("hello");
        RunningPorty porty = start(provider, backend.port());
        TlsClient without = to("maybe.test").version(version).connect(porty.port());
        TlsClient alices = with(alice, "maybe.test").version(version).connect(porty.port())) {
      assertThat(get(without.handshake(), "maybe.test")).startsWith("HTTP/1.1 200 ");
      assertThat(get(alices.handshake(), "maybe.test")).startsWith("HTTP/1.1 200 ");
      assertThat(backend.requests().get(0).fields())
          .noneMatch(line -> line.startsWith("X-Client-Cert"));
      assertThat(backend.requests().get(1).all("X-Client-Cert-Subject"))
          .containsExactly("CN=alice");
      assertThat(backend.requests().get(1).all("X-Client-Cert-Sha256")).isEmpty();
    }
  }

  private static void assertMisdirected(TlsClient client, String host) {
    assertThat(get(client, host))
        .startsWith("HTTP/1.1 421 ")
        .contains("X-Porty-Error: misdirected\r\n")
        .doesNotContain("Connection: close");
  }

  /** The name of the handshake asks for no certificate, the host of the request for one. */
  @ParameterizedTest
  @ValueSource(strings = {"native", "jdk"})
  void cve201920894AHostWithOtherRulesIsNotServedOverThisConnection(String provider) {
    try (Backend backend = Backend.ok("hello");
        RunningPorty porty = start(provider, backend.port());
        TlsClient client = to(SERVER).connect(porty.port())) {
      client.handshake();
      assertMisdirected(client, "closed.test");
      assertMisdirected(client, "CLOSED.test:" + porty.port());
      assertMisdirected(client, "maybe.test");
      assertThat(backend.accepted()).isZero();
      assertThat(get(client, SERVER)).as("the connection stays").startsWith("HTTP/1.1 200 ");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"native", "jdk"})
  void cve202223632ATrailingDotDoesNotChangeTheRules(String provider) {
    try (Backend backend = Backend.ok("hello");
        RunningPorty porty = start(provider, backend.port());
        TlsClient client = to(SERVER).connect(porty.port())) {
      client.handshake();
      assertMisdirected(client, "closed.test.");
      assertThat(get(client, "open.test.")).startsWith("HTTP/1.1 200 ");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"native", "jdk"})
  void ghsa5r4w85f3pw66AWildcardHoldsForTheHandshakeAsForTheHost(String provider) {
    try (Backend backend = Backend.ok("hello");
        RunningPorty porty = start(provider, backend.port());
        TlsClient open = to(SERVER).connect(porty.port());
        TlsClient alices = with(alice, "a.closed.test").connect(porty.port())) {
      open.handshake();
      assertMisdirected(open, "a.closed.test");
      assertMisdirected(open, "a.b.closed.test");
      assertThat(get(alices.handshake(), "b.a.closed.test")).startsWith("HTTP/1.1 200 ");
      assertRefused(to("a.closed.test"), porty.port(), "a.closed.test");
    }
  }

  /** Equal rules are the same rules, whichever host they were asked for by. */
  @Test
  void aHostWithEqualRulesIsServed() {
    try (Backend backend = Backend.ok("hello");
        RunningPorty porty = start("auto", backend.port());
        TlsClient client = with(alice, "closed.test").connect(porty.port())) {
      assertThat(get(client.handshake(), "twin.test")).startsWith("HTTP/1.1 200 ");
      assertMisdirected(client, SERVER);
    }
  }

  @Test
  void aRouteWithoutTlsIsNotServedOverTls() {
    try (Backend backend = Backend.ok("hello");
        RunningPorty porty = start("auto", backend.port());
        TlsClient client = to(SERVER).connect(porty.port())) {
      client.handshake();
      assertMisdirected(client, "plain.test");
    }
  }

  private static String get(SSLContext sessions, String version, int port) {
    try (TlsClient client =
        new TlsClient.Options(sessions)
            .serverName(SERVER)
            .version(version)
            .sessionsOf("one-cache")
            .connect(port)) {
      return get(client.handshake(), SERVER);
    }
  }

  /** Ticket keys are the same for all addresses; the JDK's client keeps one session for all. */
  @ParameterizedTest
  @MethodSource("providersAndVersions")
  void cve202523419ATicketIsGoodOnlyUnderTheRulesOfItsHandshake(String provider, String version) {
    ClientKey key = new ClientKey(alice);
    SSLContext alices = context(key);
    SSLContext anonymous = context();
    try (Backend backend = Backend.ok("hello");
        RunningPorty porty = addresses(provider, backend.port())) {
      int open = porty.port(0);
      int closed = porty.port(1);
      int foreign = porty.port(2);
      assertThat(get(alices, version, closed)).startsWith("HTTP/1.1 200 ");
      assertThat(get(alices, version, closed)).startsWith("HTTP/1.1 200 ");
      assertThat(key.asked()).as("the second one resumes").isEqualTo(1);
      assertNotServed(() -> get(alices, version, foreign));
      assertThat(get(anonymous, version, open)).startsWith("HTTP/1.1 200 ");
      assertNotServed(() -> get(anonymous, version, closed));
    }
  }

  private static void assertNotServed(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfAny(UncheckedIOException.class, AssertionError.class)
        .hasMessageNotContaining("Expecting");
  }

  /** Three addresses for one name: no certificate, one of this authority, one of another. */
  private static RunningPorty addresses(String provider, int backend) {
    String cert = "cert = \"" + server.cert() + "\", key = \"" + server.key() + "\"";
    String required = cert + ", client_auth = \"required\", client_ca = \"";
    StringBuilder toml =
        new StringBuilder("tls_provider = \"" + provider + "\"\nlog_requests = false\n");
    String[] rules = {
      cert, required + authority.authority() + "\"", required + strangers.authority() + "\""
    };
    for (int i = 0; i < rules.length; i++) {
      toml.append(
          "[[routes]]\nname = \"r"
              + i
              + "\"\nlisten_addr = \"127.0.0.1\"\nlisten_port = 0\nmode = \"http\"\ntarget = \"127.0.0.1:"
              + backend
              + "\"\ntls = { "
              + rules[i]
              + " }\n");
    }
    return RunningPorty.start(toml.toString());
  }

  /** The files are looked at every ten seconds. */
  @Test
  void cve202628755ANewRevocationListHoldsForHandshakesAndForTickets() {
    Instant next = Instant.now().plus(Duration.ofDays(200));
    TestCertificate bob = authority.client("bob");
    Path lists = authority.revocationLists(next);
    SSLContext sessions = context(new ClientKey(bob));
    try (Backend backend = Backend.ok("hello");
        RunningPorty porty = start("native", backend.port(), ", client_crl = \"" + lists + "\"")) {
      TlsClient.Options bobs = new TlsClient.Options(sessions).serverName("closed.test");
      try (TlsClient client = bobs.connect(porty.port())) {
        assertThat(get(client.handshake(), "closed.test")).startsWith("HTTP/1.1 200 ");
        authority.revocationLists(next, bob);
        Awaitility.await()
            .atMost(Duration.ofSeconds(30))
            .untilAsserted(() -> assertRefused(bobs, porty.port(), "closed.test"));
        assertThat(get(client, "closed.test"))
            .as("what is open stays open")
            .startsWith("HTTP/1.1 200 ");
      }
      try (TlsClient client = with(alice, "closed.test").connect(porty.port())) {
        assertThat(get(client.handshake(), "closed.test")).startsWith("HTTP/1.1 200 ");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"native", "jdk"})
  void cve202628755AResumedCertificateIsVerifiedAgain(String provider) {
    Instant now = Instant.now();
    TestCertificate brief =
        authority
            .request()
            .commonName("brief")
            .client()
            .valid(now.minusSeconds(60), now.plusSeconds(3))
            .issue();
    ClientKey key = new ClientKey(brief);
    TlsClient.Options options = new TlsClient.Options(context(key)).serverName("closed.test");
    try (Backend backend = Backend.ok("hello");
        RunningPorty porty = start(provider, backend.port())) {
      try (TlsClient client = options.connect(porty.port())) {
        assertThat(get(client.handshake(), "closed.test")).startsWith("HTTP/1.1 200 ");
      }
      Awaitility.await().until(() -> Instant.now().isAfter(now.plusSeconds(4)));
      assertRefused(options, porty.port(), "closed.test");
      assertThat(key.asked())
          .as("the native provider's tickets end with the certificate, the JDK's do not")
          .isEqualTo(provider.equals("native") ? 2 : 1);
    }
  }

  /** A resumption that is refused ends with an alert: after a list of revocations has ended. */
  @ParameterizedTest
  @ValueSource(strings = {"native", "jdk"})
  void aResumptionThatIsRefusedEndsWithAnAlert(String provider) {
    Instant end = Instant.now().plusSeconds(4);
    Path lists = authority.revocationLists(end);
    ClientKey key = new ClientKey(alice);
    TlsClient.Options options = new TlsClient.Options(context(key)).serverName("closed.test");
    try (Backend backend = Backend.ok("hello");
        RunningPorty porty = start(provider, backend.port(), ", client_crl = \"" + lists + "\"")) {
      try (TlsClient client = options.connect(porty.port())) {
        assertThat(get(client.handshake(), "closed.test")).startsWith("HTTP/1.1 200 ");
      }
      Awaitility.await().until(() -> Instant.now().isAfter(end.plusSeconds(1)));
      try (TlsClient client = options.connect(porty.port())) {
        assertThat(client.handshake().end()).isEqualTo(TlsClient.End.CLOSE_NOTIFY);
        assertThat(client.rest()).isEmpty();
      }
      assertThat(key.asked()).as("the second one has resumed").isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"native", "jdk"})
  void aMisdirectedRequestWithABodyThatNobodyReadsEndsInOrder(String provider) {
    try (Backend backend = Backend.ok("hello");
        RunningPorty porty = start(provider, backend.port());
        TlsClient small = to(SERVER).connect(porty.port());
        TlsClient large = to(SERVER).connect(porty.port())) {
      String head = "POST / HTTP/1.1\r\nHost: closed.test\r\nContent-Length: ";
      small.handshake().send(head + "5\r\n\r\nhello");
      large.handshake().send(head + "100000000\r\n\r\n");
      large.send(new byte[10_000]);
      for (TlsClient client : new TlsClient[] {small, large}) {
        assertThat(client.message()).startsWith("HTTP/1.1 421 ").contains("Connection: close");
        assertThat(client.end()).isEqualTo(TlsClient.End.CLOSE_NOTIFY);
        assertThat(client.rest()).isEmpty();
      }
      assertThat(backend.accepted()).isZero();
    }
  }
}
