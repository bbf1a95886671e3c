package io.porty.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.porty.fixture.Backend;
import io.porty.fixture.LeakCensus;
import io.porty.fixture.OpenSslClient;
import io.porty.fixture.RunningPorty;
import io.porty.fixture.TlsClient;
import io.porty.testkit.TestCertificate;
import io.porty.testkit.TestCertificates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Session tickets: keys that machines share, and how long a session lasts. */
@ExtendWith(LeakCensus.class)
class TicketsTest {

  private static final Pattern LIFETIME =
      Pattern.compile("ticket lifetime hint: (\\d+) \\(seconds\\)");

  @TempDir static Path certificatesFolder;
  @TempDir Path folder;

  private static TestCertificates authority;
  private static TestCertificate shop;

  @BeforeAll
  static void makeCertificates() {
    authority = TestCertificates.in(certificatesFolder);
    shop = authority.server("shop.test");
  }

  private Path keys(String name, int... seeds) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (int seed : seeds) {
      byte[] key = new byte[48];
      new Random(seed).nextBytes(key);
      lines.append(java.util.Base64.getEncoder().encodeToString(key)).append('\n');
    }
    Path file = Files.writeString(folder.resolve(name), lines);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  private static RunningPorty porty(int backend, TestCertificate certificate, String... lines) {
    return RunningPorty.start(
        "tls_provider = \"native\"\nlog_requests = false\n"
            + String.join("\n", lines)
            + "\n[[routes]]\nname = \"shop\"\nlisten_addr = \"127.0.0.1\"\nlisten_port = PORT\nmode = \"http\"\ntarget = \"127.0.0.1:"
            + backend
            + "\"\ntls = { cert = \""
            + certificate.cert()
            + "\", key = \""
            + certificate.key()
            + "\" }\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void machinesWithTheSameKeysResumeEachOthersSessions(String version) throws Exception {
    Path session = folder.resolve("session");
    Path both = keys("both", 1, 2);
    Path swapped = keys("swapped", 2, 1);
    try (Backend backend = Backend.ok("hello");
        RunningPorty one = porty(backend.port(), shop, "ticket_keys = \"" + both + "\"");
        RunningPorty two = porty(backend.port(), shop, "ticket_keys = [\"" + swapped + "\"]");
        RunningPorty stranger = porty(backend.port(), shop)) {
      assertThat(OpenSslClient.to(one.port(), version).saveSession(session).get("shop.test"))
          .contains("New, ")
          .contains("hello");
      assertThat(OpenSslClient.to(two.port(), version).resume(session).get("shop.test"))
          .contains("Reused, ")
          .contains("hello");
      assertThat(OpenSslClient.to(stranger.port(), version).resume(session).get("shop.test"))
          .contains("New, ")
          .contains("hello");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void theJdksClientResumesWithAnotherMachine(String version) throws Exception {
    String line = "ticket_keys = \"" + keys("keys", 3) + "\"";
    SSLContext sessions = TlsClient.trusting(authority.authority());
    try (Backend backend = Backend.ok("hello");
        RunningPorty one = porty(backend.port(), shop, line);
        RunningPorty two = porty(backend.port(), shop, line)) {
      long first = created(sessions, version, one.port());
      Awaitility.await().until(() -> System.currentTimeMillis() > first);
      assertThat(created(sessions, version, two.port()))
          .as("a resumed session was created by the first handshake")
          .isEqualTo(first);
    }
  }

  private static long created(SSLContext sessions, String version, int port) {
    try (TlsClient client =
        new TlsClient.Options(sessions).version(version).sessionsOf("one-cache").connect(port)) {
      client.handshake().send("GET / HTTP/1.1\r\nHost: shop.test\r\n\r\n");
      assertThat(client.message()).endsWith("hello");
      return client.engine().getSession().getCreationTime();
    }
  }

  /** The files are looked at every ten seconds. */
  @ParameterizedTest
  @ValueSource(strings = "TLSv1.3")
  void changedFilesAreReadAgain(String version) throws Exception {
    Path file = keys("keys", 4);
    Path session = folder.resolve("session");
    try (Backend backend = Backend.ok("hello");
        RunningPorty one = porty(backend.port(), shop, "ticket_keys = \"" + file + "\"");
        RunningPorty two =
            porty(backend.port(), shop, "ticket_keys = \"" + keys("new", 5) + "\"")) {
      OpenSslClient.to(two.port(), version).saveSession(session).get("shop.test");
      assertThat(OpenSslClient.to(one.port(), version).resume(session).get("shop.test"))
          .contains("New, ");
      keys("keys", 6, 5);
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .until(
              () ->
                  OpenSslClient.to(one.port(), version)
                      .resume(session)
                      .get("shop.test")
                      .contains("Reused, "));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void aSessionLastsADay(String version) {
    try (Backend backend = Backend.ok("hello");
        RunningPorty porty = porty(backend.port(), shop)) {
      assertThat(lifetime(porty.port(), version)).isEqualTo(86_400);
    }
  }

  /** A ticket of a resumed session ends with the day of the full handshake (RFC 8446 4.6.1). */
  @Test
  void aChainOfResumptionsDoesNotProlongIt() {
    Path session = folder.resolve("session");
    try (Backend backend = Backend.ok("hello");
        RunningPorty porty = porty(backend.port(), shop)) {
      Instant first = Instant.now();
      assertThat(lifetime(porty.port(), "TLSv1.3")).isEqualTo(86_400);
      for (int i = 1; i <= 2; i++) {
        Instant next = first.plusSeconds(2L * i);
        Awaitility.await().until(() -> Instant.now().isAfter(next));
        assertThat(lifetime(porty.port(), "TLSv1.3", "-sess_in", session.toString()))
            .as("resumption " + i)
            .isBetween(86_000, 86_400 - 2 * i + 1);
      }
    }
  }

  /** A ticket of a former key is replaced by one of the first key, of the same session. */
  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void norDoesAChangeOfKeys(String version) throws Exception {
    Path session = folder.resolve("session");
    Path renewed = folder.resolve("renewed");
    try (Backend backend = Backend.ok("hello");
        RunningPorty before =
            porty(backend.port(), shop, "ticket_keys = \"" + keys("before", 1) + "\"");
        RunningPorty after =
            porty(backend.port(), shop, "ticket_keys = \"" + keys("after", 2, 1) + "\"")) {
      Instant first = Instant.now();
      assertThat(lifetime(before.port(), version)).isEqualTo(86_400);
      Awaitility.await().until(() -> Instant.now().isAfter(first.plusSeconds(2)));
      String output =
          OpenSslClient.to(after.port(), version)
              .resume(session)
              .saveSession(renewed)
              .get("shop.test");
      assertThat(output).contains("Reused, ").contains("hello");
      // With TLS 1.2, openssl writes only the session of a full handshake.
      int left = version.equals("TLSv1.2") ? lifetime(output) : lifetimeIn(renewed);
      assertThat(left).isBetween(86_000, 86_399);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void butNoLongerThanTheCertificate(String version) {
    Instant now = Instant.now();
    TestCertificate brief =
        authority
            .request()
            .names("shop.test")
            .valid(now.minusSeconds(60), now.plusSeconds(3600))
            .issue();
    try (Backend backend = Backend.ok("hello");
        RunningPorty porty = porty(backend.port(), brief)) {
      assertThat(lifetime(porty.port(), version)).isBetween(3_000, 3_600);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void norThanTheClientsCertificate(String version) {
    Instant now = Instant.now();
    TestCertificate brief =
        authority
            .request()
            .commonName("brief")
            .client()
            .valid(now.minusSeconds(60), now.plusSeconds(1800))
            .issue();
    try (Backend backend = Backend.ok("hello");
        RunningPorty porty =
            RunningPorty.start(
                "tls_provider = \"native\"\nlog_requests = false\n[[routes]]\nname = \"shop\"\nlisten_addr = \"127.0.0.1\"\nlisten_port = PORT\nmode = \"http\"\ntarget = \"127.0.0.1:"
                    + backend.port()
                    + "\"\ntls = { cert = \""
                    + shop.cert()
                    + "\", key = \""
                    + shop.key()
                    + "\", client_auth = \"required\", client_ca = \""
                    + authority.authority()
                    + "\" }\n")) {
      assertThat(
              lifetime(
                  porty.port(),
                  version,
                  "-cert",
                  brief.cert().toString(),
                  "-cert_chain",
                  brief.cert().toString(),
                  "-key",
                  brief.key().toString()))
          .isBetween(1_200, 1_800);
    }
  }

  /** What the ticket says of itself (RFC 8446 section 4.6.1, RFC 5077 section 3.3). */
  private int lifetime(int port, String version, String... options) {
    Path session = folder.resolve("session");
    String output =
        OpenSslClient.to(port, version).with(options).saveSession(session).get("shop.test");
    assertThat(output).contains("hello");
    return lifetimeIn(session);
  }

  private static int lifetimeIn(Path session) {
    return lifetime(
        OpenSslClient.run(
            List.of("openssl", "sess_id", "-in", session.toString(), "-noout", "-text"), ""));
  }

  private static int lifetime(String text) {
    Matcher matcher = LIFETIME.matcher(text);
    assertThat(matcher.find()).as(text).isTrue();
    return Integer.parseInt(matcher.group(1));
  }
}
