package io.porty.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.porty.engine.Porty;
import io.porty.engine.PortyOptions;
import io.porty.fixture.LeakCensus;
import io.porty.fixture.Pebble;
import io.porty.fixture.RunningPorty;
import io.porty.fixture.TlsClient;
import io.porty.testkit.Ports;
import io.porty.testkit.TestCertificates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code tls = "acme"} with an authority that is a program of its own. */
@ExtendWith(LeakCensus.class)
class AcmeTest {

  private static final String HOST = "shop.example.com";
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir Path folder;
  private int http;
  private int tls;

  @BeforeEach
  void choosePorts() {
    http = Ports.free();
    tls = Ports.free();
  }

  private String secure(String... lines) {
    return "log_requests = false\n"
        + "[[routes]]\nname = \"site\"\nlisten = \"127.0.0.1:"
        + tls
        + "\"\nmode = \"http\"\nhost = \""
        + HOST
        + "\"\ntls = \"acme\"\nredirect = true\n"
        + String.join("\n", lines)
        + "\n";
  }

  private String plain(int port) {
    return "[[routes]]\nname = \"plain\"\nlisten = \"127.0.0.1:"
        + port
        + "\"\nmode = \"http\"\nredirect = true\n";
  }

  private X509Certificate shown(SSLContext trust) throws Exception {
    try (TlsClient client = new TlsClient.Options(trust).serverName(HOST).connect(tls)) {
      client.handshake();
      return (X509Certificate) client.engine().getSession().getPeerCertificates()[0];
    }
  }

  private X509Certificate awaitCertificate(SSLContext trust) throws Exception {
    await().atMost(PATIENCE).ignoreExceptions().until(() -> shown(trust) != null);
    return shown(trust);
  }

  @Test
  void aCertificateIsObtainedByHttp() throws Exception {
    try (Pebble pebble = Pebble.in(folder, http, tls).start();
        RunningPorty porty = RunningPorty.start(secure() + plain(http) + pebble.table())) {
      X509Certificate shown = awaitCertificate(pebble.trust());

      assertThat(shown.getSubjectAlternativeNames().toString()).contains(HOST);
      assertThat(shown.getPublicKey().getAlgorithm()).isEqualTo("EC");
      assertThat(pebble.log()).contains("Attempting to validate w/ HTTP");
      assertThat(pebble.orders()).isEqualTo(1);
      onlyTheOwnerMayRead(folder.resolve("acme"));
    }
  }

  private static void onlyTheOwnerMayRead(Path kept) throws IOException {
    try (Stream<Path> all = Files.walk(kept)) {
      for (Path one : all.toList()) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(one)))
            .as(one.toString())
            .isEqualTo(Files.isDirectory(one) ? "rwx------" : "rw-------");
      }
    }
  }

  @Test
  void aCertificateIsObtainedByTlsWherePortyHasNoPlainHttp() throws Exception {
    try (Pebble pebble = Pebble.in(folder, http, tls).start();
        RunningPorty porty = RunningPorty.start(secure() + pebble.table())) {
      awaitCertificate(pebble.trust());

      assertThat(pebble.log()).doesNotContain("Attempting to validate w/ HTTP");
      assertThat(pebble.orders()).isEqualTo(1);
    }
  }

  @Test
  void theOtherChallengeIsTriedWhereTheFirstFails() throws Exception {
    try (Pebble pebble = Pebble.in(folder, http, tls).start();
        RunningPorty porty = RunningPorty.start(secure() + plain(Ports.free()) + pebble.table())) {
      awaitCertificate(pebble.trust());

      assertThat(pebble.log()).contains("Attempting to validate w/ HTTP");
      assertThat(pebble.orders()).isEqualTo(2);
    }
  }

  @Test
  void noncesThatAreRejectedAreReplaced() throws Exception {
    try (Pebble pebble =
            Pebble.in(folder, http, tls).with(Map.of("PEBBLE_WFE_NONCEREJECT", "40")).start();
        RunningPorty porty = RunningPorty.start(secure() + plain(http) + pebble.table())) {
      awaitCertificate(pebble.trust());
    }
  }

  @Test
  void whatIsOnTheDiskServesFromTheFirstConnectionOnWithoutAnOrder() throws Exception {
    try (Pebble pebble = Pebble.in(folder, http, tls).start()) {
      String config = secure() + plain(http) + pebble.table();
      X509Certificate first;
      SSLContext trust = pebble.trust();
      try (RunningPorty porty = RunningPorty.start(config)) {
        first = awaitCertificate(trust);
        await().until(() -> Files.exists(pebble.kept().resolve("certificates/" + HOST + ".pem")));
      }
      byte[] account = Files.readAllBytes(pebble.kept().resolve("account.pem"));
      try (RunningPorty porty = RunningPorty.start(config)) {
        assertThat(shown(trust)).isEqualTo(first);
        assertThat(pebble.orders()).isEqualTo(1);
        assertThat(pebble.kept().resolve("account.pem")).hasBinaryContent(account);
      }
    }
  }

  @Test
  void aCertificateIsRenewedWhileItServes() throws Exception {
    try (Pebble pebble = Pebble.in(folder, http, tls).lifetime(24).start();
        RunningPorty porty = RunningPorty.start(secure() + plain(http) + pebble.table())) {
      SSLContext trust = pebble.trust();
      X509Certificate first = awaitCertificate(trust);

      // Every handshake until then succeeds, and so does the next.
      await()
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(200))
          .until(() -> !shown(trust).equals(first));
      assertThat(first.getNotAfter()).isAfter(new java.util.Date());
    }
  }

  @Test
  void withoutAnAuthorityPortyStartsAndRefusesTheHost() throws Exception {
    Pebble pebble = Pebble.in(folder, http, tls);
    try (RunningPorty porty = RunningPorty.start(secure() + plain(http) + pebble.table())) {
      SSLContext any = TlsClient.trusting(TestCertificates.in(folder.resolve("other")).authority());
      assertThatThrownBy(() -> shown(any)).hasMessageContaining("unrecognized_name");
      Path failure = pebble.kept().resolve("failures/" + HOST);
      await().atMost(PATIENCE).until(() -> Files.exists(failure));
      assertThat(failure).content().contains("count=1", "cannot be reached");
    }
  }

  @Test
  void aDirectoryThatIsNotTrustedIsSaidSoWithTheRemedy() throws Exception {
    Path other = TestCertificates.in(folder.resolve("other")).authority();
    try (Pebble pebble = Pebble.in(folder, http, tls).start();
        RunningPorty porty = RunningPorty.start(secure() + plain(http) + pebble.table(other))) {
      Path failure = pebble.kept().resolve("failures/" + HOST);
      await().atMost(PATIENCE).until(() -> Files.exists(failure));
      assertThat(failure).content().contains("is not trusted", "set ca in [acme]");
      assertThat(pebble.orders()).isZero();
    }
  }

  @Test
  void aChallengeThatCannotBeReachedIsToldForBothKindsAndNotRepeatedAtOnce() throws Exception {
    try (Pebble pebble = Pebble.in(folder, Ports.free(), Ports.free()).start();
        RunningPorty porty = RunningPorty.start(secure() + plain(http) + pebble.table())) {
      Path failure = pebble.kept().resolve("failures/" + HOST);
      await().atMost(PATIENCE).until(() -> Files.exists(failure));
      assertThat(failure)
          .content()
          .contains("count=1", "HTTP-01 failed: ", "TLS-ALPN-01 failed: ", "refused");
      assertThat(pebble.orders()).isEqualTo(2);
      assertThat(pebble.kept().resolve("account.pem")).exists();
    }
  }

  @Test
  void aClientThatSpeaksOnlyTheChallengesProtocolGetsNothingWithoutAChallenge() throws Exception {
    try (Pebble pebble = Pebble.in(folder, http, tls).start();
        RunningPorty porty = RunningPorty.start(secure() + plain(http) + pebble.table())) {
      SSLContext trust = pebble.trust();
      awaitCertificate(trust);
      try (TlsClient client =
          new TlsClient.Options(trust).serverName(HOST).protocols("acme-tls/1").connect(tls)) {
        assertThatThrownBy(client::handshake).hasMessageContaining("no_application_protocol");
      }
    }
  }

  @Test
  void severalHostsHaveACertificateEach() throws Exception {
    try (Pebble pebble = Pebble.in(folder, http, tls).start();
        RunningPorty porty =
            RunningPorty.start(
                secure().replace("\"" + HOST + "\"", "[\"" + HOST + "\", \"www.example.com\"]")
                    + plain(http)
                    + pebble.table())) {
      assertThat(awaitCertificate(pebble.trust()).getSubjectAlternativeNames()).hasSize(1);
      Path second = pebble.kept().resolve("certificates/www.example.com.pem");
      await().atMost(PATIENCE).until(() -> Files.exists(second));
      assertThat(pebble.orders()).isEqualTo(2);
    }
  }

  @Test
  void aReloadGoesOnWithWhatItHasAndObtainsWhatIsNew() throws Exception {
    try (Pebble pebble = Pebble.in(folder, http, tls).start()) {
      String config = secure() + plain(http) + pebble.table();
      Path file = Files.writeString(folder.resolve("porty.toml"), config);
      try (Porty porty =
          Porty.prepare(new PortyOptions(Optional.of(file), Path.of("no-plugins"), Map.of()))) {
        porty.start();
        SSLContext trust = pebble.trust();
        X509Certificate first = awaitCertificate(trust);
        await().until(() -> Files.exists(pebble.kept().resolve("certificates/" + HOST + ".pem")));

        Files.writeString(
            file, config.replace("\"" + HOST + "\"", "[\"" + HOST + "\", \"www.example.com\"]"));
        porty.reload();

        assertThat(shown(trust)).isEqualTo(first);
        Path second = pebble.kept().resolve("certificates/www.example.com.pem");
        await().atMost(PATIENCE).until(() -> Files.exists(second));
        assertThat(shown(trust)).isEqualTo(first);
        assertThat(pebble.orders()).isEqualTo(2);
      }
    }
  }
}
