package io.porty.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.porty.api.plugin.PortyPlugin;
import io.porty.api.tls.CertificateSink;
import io.porty.api.tls.CertificateSource;
import io.porty.api.tls.CertificateSourceFactory;
import io.porty.fixture.LeakCensus;
import io.porty.fixture.RawClient;
import io.porty.fixture.TlsClient;
import io.porty.testkit.TestCertificate;
import io.porty.testkit.TestCertificates;
import io.porty.testkit.TestPorty;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a plugin that supplies certificates can do, and what it cannot. */
@ExtendWith(LeakCensus.class)
class CertificateSourceTest {

  private static final String TOKEN = "evaGxfADs6pSRb2LAv9IZf17Dt3juxGJ";
  private static final String PATH = "/.well-known/acme-challenge/";

  @TempDir Path folder;
  private TestCertificates certificates;
  private SSLContext trust;
  private final List<CertificateSourceFactory.Context> contexts = new ArrayList<>();
  private final List<String> life = new ArrayList<>();
  private boolean listeningAtStart;

  @BeforeEach
  void makeCertificates() {
    certificates = TestCertificates.in(folder);
    trust = TlsClient.trusting(certificates.authority());
  }

  /** Hands its sink to the test. */
  private PortyPlugin plugin() {
    return new PortyPlugin() {
      @Override
      public List<CertificateSourceFactory> certificateSources() {
        return List.of(
            CertificateSourceFactory.of(
                "vault",
                List.of(),
                (settings, context) -> {
                  contexts.add(context);
                  int number = contexts.size();
                  return new CertificateSource() {
                    @Override
                    public void inheritFrom(Object predecessor) {
                      life.add("inherit " + number);
                    }

                    @Override
                    public void start() {
                      life.add("start " + number);
                      listeningAtStart = isListening();
                    }

                    @Override
                    public void drain() {
                      life.add("drain " + number);
                    }

                    @Override
                    public void close() {
                      life.add("close " + number);
                    }
                  };
                }));
      }
    };
  }

  private static final String CONFIG =
      """
      log_requests = false
      [[routes]]
      name = "site"
      listen = "127.0.0.1:0"
      mode = "http"
      host = ["shop.test", "www.test"]
      target = "{a}"
      tls = "vault"
      [[routes]]
      name = "plain"
      listen = "127.0.0.1:0"
      mode = "http"
      target = "{a}"
      """;

  private TestPorty start() {
    return TestPorty.with(plugin()).backends("a").config(CONFIG);
  }

  private CertificateSink sink() {
    return contexts.get(contexts.size() - 1).sink();
  }

  private boolean isListening() {
    return sink().listening().toCompletableFuture().isDone();
  }

  private static int port(TestPorty porty, int index) {
    List<InetSocketAddress> all = porty.porty().addresses();
    return all.get(index).getPort();
  }

  private X509Certificate shown(TestPorty porty, String host) throws Exception {
    try (TlsClient client = new TlsClient.Options(trust).serverName(host).connect(port(porty, 0))) {
      client.handshake();
      return (X509Certificate) client.engine().getSession().getPeerCertificates()[0];
    }
  }

  private void publish(TestCertificate one) throws Exception {
    sink().publish(one.chain(), one.privateKey());
  }

  @Test
  void aHostIsRefusedUntilItsCertificateIsPublished() throws Exception {
    TestCertificate shop = certificates.server("shop.test");
    try (TestPorty porty = start()) {
      assertThat(contexts.get(0).hosts()).containsExactly("shop.test", "www.test");
      assertThatThrownBy(() -> shown(porty, "shop.test")).hasMessageContaining("unrecognized_name");

      publish(shop);

      await().ignoreExceptions().until(() -> shown(porty, "shop.test").equals(shop.leaf()));
      assertThatThrownBy(() -> shown(porty, "www.test")).hasMessageContaining("unrecognized_name");
    }
  }

  @Test
  void aSourceIsToldWhenListenersAreBound() throws Exception {
    try (TestPorty porty = start()) {
      assertThat(listeningAtStart).isFalse();
      assertThat(isListening()).isTrue();
      porty.reload(CONFIG);
      assertThat(listeningAtStart).isFalse();
      assertThat(isListening()).isTrue();
    }
  }

  @Test
  void aNewerCertificateTakesThePlaceOfTheOlder() throws Exception {
    TestCertificate newer = since(2, "shop.test", "www.test");
    try (TestPorty porty = start()) {
      publish(since(3, "shop.test"));
      publish(newer);
      await().ignoreExceptions().until(() -> shown(porty, "shop.test").equals(newer.leaf()));
      assertThat(shown(porty, "www.test")).isEqualTo(newer.leaf());
    }
  }

  private TestCertificate since(int days, String... names) {
    Instant from = Instant.now().minus(Duration.ofDays(days));
    return certificates.request().names(names).valid(from, from.plus(Duration.ofDays(30))).issue();
  }

  @Test
  void aHostKeepsANewerCertificateThanThatOfSeveralHosts() throws Exception {
    TestCertificate shop = since(1, "shop.test");
    TestCertificate both = since(2, "shop.test", "www.test");
    try (TestPorty porty = start()) {
      publish(shop);
      publish(both);
      await().ignoreExceptions().until(() -> shown(porty, "www.test").equals(both.leaf()));
      assertThat(shown(porty, "shop.test")).isEqualTo(shop.leaf());

      TestCertificate older = since(3, "shop.test");
      publish(older); // by itself, so it is meant
      await().ignoreExceptions().until(() -> shown(porty, "shop.test").equals(older.leaf()));
    }
  }

  @Test
  void aCertificateIsShownOnlyForHostsThatTheSourceWasAskedFor() throws Exception {
    TestCertificate more = certificates.server("shop.test", "bank.test");
    try (TestPorty porty = start()) {
      publish(more);
      await().ignoreExceptions().until(() -> shown(porty, "shop.test").equals(more.leaf()));
      assertThatThrownBy(() -> shown(porty, "bank.test")).hasMessageContaining("unrecognized_name");
    }
  }

  @Test
  void whatCannotBeShownIsNotTaken() throws Exception {
    TestCertificate shop = certificates.server("shop.test");
    TestCertificate other = certificates.server("other.test");
    TestCertificate late = certificates.request().names("shop.test").expired().issue();
    try (TestPorty porty = start()) {
      assertThatThrownBy(() -> sink().publish(shop.chain(), other.privateKey()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("does not belong");
      assertThatThrownBy(() -> publish(other)).hasMessageContaining("names no host");
      assertThatThrownBy(() -> publish(late)).hasMessageContaining("expired");
      assertThatThrownBy(() -> publish(since(-1, "shop.test"))).hasMessageContaining("not valid");
      assertThatThrownBy(() -> sink().publish(List.of(), shop.privateKey()))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void aTokenIsAnsweredByPlainHttpBeforeAnyRouteAndOnlyWhileItIsPublished() throws Exception {
    try (TestPorty porty = start();
        RawClient client = RawClient.to(port(porty, 1))) {
      assertThat(sink().hasPlainHttp()).isTrue();
      assertThat(client.get(PATH + TOKEN).body()).contains("a");
      try (CertificateSink.Challenge challenge = sink().answerHttp(TOKEN, TOKEN + ".thumb")) {
        assertThat(client.get(PATH + TOKEN).body()).isEqualTo(TOKEN + ".thumb");
        assertThat(client.get(PATH + TOKEN + "?a=b").body()).isEqualTo(TOKEN + ".thumb");
        assertThat(client.get(PATH + TOKEN + "x").body()).doesNotContain(".thumb");
        assertThat(client.get(PATH + TOKEN + "/").body()).doesNotContain(".thumb");
        assertThat(client.get("/." + PATH + TOKEN).body()).doesNotContain(".thumb");
        client.send("POST " + PATH + TOKEN + " HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n");
        assertThat(client.message().body()).doesNotContain(".thumb");
      }
      assertThat(client.get(PATH + TOKEN).body()).doesNotContain(".thumb");
    }
  }

  @Test
  void aTokenIsNotAnsweredOverTls() throws Exception {
    try (TestPorty porty = start()) {
      publish(certificates.server("shop.test"));
      await().ignoreExceptions().until(() -> shown(porty, "shop.test") != null);
      try (CertificateSink.Challenge challenge = sink().answerHttp(TOKEN, TOKEN + ".thumb");
          TlsClient client =
              new TlsClient.Options(trust).serverName("shop.test").connect(port(porty, 0))) {
        client.handshake().send("GET " + PATH + TOKEN + " HTTP/1.1\r\nHost: shop.test\r\n\r\n");
        assertThat(client.message()).doesNotContain(".thumb");
      }
    }
  }

  @Test
  void tokensAndAnswersAreBounded() {
    try (TestPorty porty = start()) {
      for (String token : List.of("", "a/b", "a b", "a%2e", "a".repeat(129), "../x")) {
        assertThatThrownBy(() -> sink().answerHttp(token, "x"))
            .isInstanceOf(IllegalArgumentException.class);
      }
      for (String answer : List.of("", "a\r\nb", "\u00e4", "a".repeat(1025))) {
        assertThatThrownBy(() -> sink().answerHttp(TOKEN, answer))
            .isInstanceOf(IllegalArgumentException.class);
      }
      for (int i = 0; i < CertificateSink.MAX_CHALLENGES; i++) {
        sink().answerHttp("token" + i, "x");
      }
      assertThatThrownBy(() -> sink().answerHttp(TOKEN, "x"))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"native", "jdk"})
  void aTlsChallengeIsAHandshakeAndNothingElse(String provider) throws Exception {
    TestCertificate answer = certificates.server("shop.test");
    try (TestPorty porty =
        TestPorty.with(plugin())
            .backends("a")
            .config("tls_provider = \"" + provider + "\"\n" + CONFIG)) {
      int port = port(porty, 0);
      TlsClient.Options validator =
          new TlsClient.Options(trust).serverName("shop.test").protocols("acme-tls/1");
      try (TlsClient client = validator.connect(port)) {
        assertThatThrownBy(client::handshake).hasMessageContaining("no_application_protocol");
      }
      try (CertificateSink.Challenge challenge =
          sink().answerTls("shop.test", answer.leaf(), answer.privateKey())) {
        SSLContext leafOnly = TlsClient.trusting(answer.cert());
        try (TlsClient client =
            new TlsClient.Options(leafOnly)
                .serverName("shop.test")
                .protocols("acme-tls/1")
                .connect(port)) {
          client.handshake();
          assertThat(client.engine().getApplicationProtocol()).isEqualTo("acme-tls/1");
          assertThat(client.engine().getSession().getPeerCertificates()[0])
              .isEqualTo(answer.leaf());
          assertThat(client.end()).isEqualTo(TlsClient.End.CLOSE_NOTIFY);
          assertThat(client.rest()).isEmpty();
        }
        // Neither for another host, nor beside another protocol.
        for (TlsClient.Options other :
            List.of(
                new TlsClient.Options(trust).serverName("www.test").protocols("acme-tls/1"),
                new TlsClient.Options(trust)
                    .serverName("shop.test")
                    .protocols("acme-tls/1", "http/1.1"))) {
          try (TlsClient client = other.connect(port)) {
            assertThatThrownBy(client::handshake)
                .hasMessageMatching("(?s).*(no_application_protocol|unrecognized_name).*");
          }
        }
      }
      try (TlsClient client = validator.connect(port)) {
        assertThatThrownBy(client::handshake).hasMessageContaining("no_application_protocol");
      }
    }
  }

  @Test
  void aReloadHasANewSourceThatFollowsTheOldOne() throws Exception {
    try (TestPorty porty = start()) {
      porty.reload(CONFIG.replace("\"www.test\"", "\"new.test\""));
      assertThat(contexts.get(1).hosts()).containsExactly("shop.test", "new.test");
      assertThat(life).containsExactly("start 1", "inherit 2", "start 2", "drain 1", "close 1");
      TestCertificate shop = certificates.server("shop.test");
      publish(shop);
      await().ignoreExceptions().until(() -> shown(porty, "shop.test").equals(shop.leaf()));
    }
    assertThat(life).endsWith("close 2");
  }

  /** The new source may publish what it has a moment later. */
  @Test
  void connectionsStayWhereAReloadHasNoCertificateYet() throws Exception {
    TestCertificate shop = certificates.server("shop.test");
    try (TestPorty porty = start()) {
      publish(shop);
      await().ignoreExceptions().until(() -> shown(porty, "shop.test").equals(shop.leaf()));
      try (TlsClient client =
          new TlsClient.Options(trust).serverName("shop.test").connect(port(porty, 0))) {
        client.handshake();
        porty.reload(CONFIG);
        assertThatThrownBy(() -> shown(porty, "shop.test"))
            .hasMessageContaining("unrecognized_name");
        client.send("GET / HTTP/1.1\r\nHost: shop.test\r\n\r\n");
        assertThat(client.message()).startsWith("HTTP/1.1 200 ").doesNotContain("close");
      }
    }
  }

  @Test
  void aFailureDoesNotEndWhatServes() throws Exception {
    TestCertificate shop = certificates.server("shop.test");
    try (TestPorty porty = start()) {
      publish(shop);
      await().ignoreExceptions().until(() -> shown(porty, "shop.test") != null);
      sink().failed("shop.test", "the authority is down", Instant.now());
      sink().failed("not.asked", "ignored", null);
      assertThat(shown(porty, "shop.test")).isEqualTo(shop.leaf());
    }
  }
}
