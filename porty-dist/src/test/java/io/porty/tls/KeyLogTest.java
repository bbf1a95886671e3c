package io.porty.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.porty.fixture.Backend;
import io.porty.fixture.LeakCensus;
import io.porty.fixture.OpenSslClient;
import io.porty.fixture.RawClient;
import io.porty.fixture.RunningPorty;
import io.porty.fixture.TlsBackend;
import io.porty.testkit.Ports;
import io.porty.testkit.TestCertificate;
import io.porty.testkit.TestCertificates;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The secrets of handshakes in a file (RFC 9850). */
@ExtendWith(LeakCensus.class)
class KeyLogTest {

  @TempDir static Path certificatesFolder;
  @TempDir Path folder;

  private static TestCertificates authority;
  private static TestCertificate shop;

  @BeforeAll
  static void makeCertificates() {
    authority = TestCertificates.in(certificatesFolder);
    shop = authority.server("shop.test", "127.0.0.1");
  }

  private static RunningPorty porty(String provider, String target, Path log) {
    return porty("", provider, target, log);
  }

  private static RunningPorty porty(String lines, String provider, String target, Path log) {
    return RunningPorty.start(
        "tls_provider = \""
            + provider
            + "\"\nlog_requests = false\nkeylog = \""
            + log
            + "\"\n"
            + lines
            + "[[routes]]\nname = \"shop\"\nlisten_addr = \"127.0.0.1\"\nlisten_port = PORT\nmode = \"http\"\nrouters = [\"fixed\"]\ntarget = \""
            + target
            + "\"\ntls = { cert = \""
            + shop.cert()
            + "\", key = \""
            + shop.key()
            + "\" }\nupstream_tls = { ca = \""
            + authority.authority()
            + "\" }\n");
  }

  /** The client's own log has the same secrets. */
  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void hasWhatTheClientHas(String version) throws Exception {
    Path log = folder.resolve("keys.log");
    Path theirs = folder.resolve("client.log");
    try (Backend backend = Backend.ok("hello");
        RunningPorty porty = porty("native", "127.0.0.1:" + backend.port(), log)) {
      assertThat(porty.porty().warnings()).anyMatch(warning -> warning.contains("keylog"));
      String output =
          OpenSslClient.to(porty.port(), version)
              .with("-keylogfile", theirs.toString())
              .get("shop.test");
      assertThat(output).contains("hello");
      Set<String> expected =
          Files.readAllLines(theirs).stream()
              .filter(line -> !line.startsWith("#"))
              .collect(Collectors.toCollection(TreeSet::new));
      assertThat(expected).isNotEmpty();
      Awaitility.await()
          .untilAsserted(() -> assertThat(Files.readAllLines(log)).containsAll(expected));
    }
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(log)))
        .isEqualTo("rw-------");
  }

  @Test
  void hasBackendsToo() throws Exception {
    Path log = folder.resolve("keys.log");
    try (TlsBackend backend = TlsBackend.ok(shop, "hello");
        RunningPorty porty = porty("native", "https://127.0.0.1:" + backend.port(), log)) {
      OpenSslClient.to(porty.port(), "TLSv1.2").get("shop.test");
      Awaitility.await()
          .untilAsserted(
              () ->
                  assertThat(Files.readString(log))
                      .contains("CLIENT_RANDOM ")
                      .contains("CLIENT_TRAFFIC_SECRET_0 "));
    }
  }

  @Test
  void theDashboardWarnsOfIt() {
    int admin = Ports.free();
    try (RunningPorty porty =
            porty(
                "[admin]\nlisten = \"127.0.0.1:" + admin + "\"\n",
                "native",
                "https://127.0.0.1:1",
                folder.resolve("keys.log"));
        RawClient client = RawClient.to(admin)) {
      client.send("GET /live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
      assertThat(client.rest()).containsPattern("\"warnings\":\\s*\\[\\s*\"keylog");
    }
  }

  @Test
  void theJdksProviderHasNone() {
    assertThatThrownBy(() -> porty("jdk", "127.0.0.1:1", folder.resolve("keys.log")).close())
        .hasMessageContaining("keylog needs the native provider")
        .hasMessageContaining("Remove keylog");
  }
}
