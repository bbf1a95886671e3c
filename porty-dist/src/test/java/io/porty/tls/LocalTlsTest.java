package io.porty.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.porty.engine.ConfigInspector;
import io.porty.engine.LocalAuthorityInspector;
import io.porty.engine.PortyOptions;
import io.porty.engine.StartException;
import io.porty.fixture.Backend;
import io.porty.fixture.LeakCensus;
import io.porty.fixture.RunningPorty;
import io.porty.fixture.TlsClient;
import io.porty.testkit.TestCertificate;
import io.porty.testkit.TestCertificates;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code tls = "local"}. The data folder of this JVM is one of the build. */
@ExtendWith(LeakCensus.class)
class LocalTlsTest {

  private static SSLContext trust;

  @TempDir Path folder;

  @BeforeAll
  static void makeAuthority() throws StartException {
    LocalAuthorityInspector.make();
    assertThat(LocalAuthorityInspector.file().toString()).contains("target");
    trust = TlsClient.trusting(LocalAuthorityInspector.file());
  }

  private static String route(String name, int backend, String... lines) {
    return "[[routes]]\nname = \""
        + name
        + "\"\nlisten_addr = \"127.0.0.1\"\nlisten_port = PORT\nmode = \"http\"\ntarget = \"127.0.0.1:"
        + backend
        + "\"\n"
        + String.join("\n", lines)
        + "\n";
  }

  private static String get(int port, String host) {
    try (TlsClient client = new TlsClient.Options(trust).serverName(host).connect(port)) {
      client.handshake().send("GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
      return client.message();
    }
  }

  private static String subject(int port, String name) throws Exception {
    try (TlsClient client = new TlsClient.Options(trust).serverName(name).connect(port)) {
      client.handshake();
      return ((java.security.cert.X509Certificate)
              client.engine().getSession().getPeerCertificates()[0])
          .getSubjectAlternativeNames()
          .toString();
    }
  }

  @Test
  void aRouteHasACertificateForThisMachine() throws Exception {
    try (Backend backend = Backend.ok("hello");
        RunningPorty porty =
            RunningPorty.start(
                "log_requests = false\n" + route("dev", backend.port(), "tls = \"local\""))) {
      assertThat(get(porty.port(), "localhost")).endsWith("hello");
      assertThat(subject(porty.port(), ""))
          .contains("localhost", "*.localhost", "127.0.0.1", "0:0:0:0:0:0:0:1");
    }
  }

  @Test
  void hostsOfSeveralRoutesAreInOneCertificate() throws Exception {
    try (Backend one = Backend.ok("one");
        Backend two = Backend.ok("two");
        RunningPorty porty =
            RunningPorty.start(
                "log_requests = false\n"
                    + route("a", one.port(), "host = \"a.dev.localhost\"", "tls = \"local\"")
                    + route("b", two.port(), "host = \"b.dev.localhost\"", "tls = \"local\""))) {
      assertThat(get(porty.port(), "a.dev.localhost")).endsWith("one");
      assertThat(get(porty.port(), "b.dev.localhost")).endsWith("two");
      assertThat(subject(porty.port(), "localhost")).contains("a.dev.localhost", "b.dev.localhost");
    }
  }

  @Test
  void aListenerHasOneForTheHostsOfItsRoutes() {
    try (Backend one = Backend.ok("one");
        RunningPorty porty =
            RunningPorty.start(
                "log_requests = false\n[[listeners]]\nname = \"web\"\naddress = \"127.0.0.1:PORT\"\ntls = \"local\"\n"
                    + "[[routes]]\nname = \"a\"\nlistener = \"web\"\nmode = \"http\"\nhost = \"x.y.localhost\"\ntarget = \"127.0.0.1:"
                    + one.port()
                    + "\"\n")) {
      assertThat(get(porty.port(), "x.y.localhost")).endsWith("one");
    }
  }

  private java.util.List<String> check(String toml) throws Exception {
    Path file = Files.writeString(folder.resolve("porty.toml"), toml.replace("PORT", "8443"));
    return ConfigInspector.check(
        new PortyOptions(Optional.of(file), Path.of("no-plugins"), Map.of()));
  }

  @Test
  void aHostThatItMayNotSignIsAMistake() {
    assertThatThrownBy(
            () -> check(route("dev", 1, "host = \"shop.example.com\"", "tls = \"local\"")))
        .isInstanceOf(StartException.class)
        .hasMessageContaining(
            "porty.toml:7:1: routes[dev].host has \"shop.example.com\", which the local CA of tls = \"local\" may not sign")
        .hasMessageContaining("It signs localhost, ")
        .hasMessageContaining("or name files: tls = {");
  }

  @Test
  void anyOtherWordIsAMistake() {
    assertThatThrownBy(() -> check(route("dev", 1, "tls = \"remote\"")))
        .hasMessageContaining(
            "porty.toml:7:1: routes[dev].tls is neither a table nor \"local\", \"acme\" nor true")
        .hasMessageContaining("write tls = \"local\" for a certificate of this machine's local CA");
  }

  @Test
  void itIsFineBesideACertificateForOtherNamesAndNotForTheSame() throws Exception {
    TestCertificates made = TestCertificates.in(folder);
    TestCertificate shop = made.server("shop.test");
    TestCertificate own = made.server("localhost");
    String local = route("dev", 1, "tls = \"local\"");

    assertThat(check(local + files("shop.test", shop))).isEmpty();
    assertThatThrownBy(() -> check(local + files("localhost", own)))
        .hasMessageContaining("routes[files].tls.cert is not alone")
        .hasMessageContaining("already has a certificate for localhost with an EC P-256 key")
        .hasMessageContaining("(route dev, line 7)");
  }

  private static String files(String host, TestCertificate files) {
    return route(
        "files",
        1,
        "host = \"" + host + "\"",
        "tls = { cert = \"" + files.cert() + "\", key = \"" + files.key() + "\" }");
  }

  @Test
  void whatHoldsSaysSo() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("porty.toml"),
            route("dev", 1, "tls = \"local\"").replace("PORT", "8443"));

    assertThat(
            ConfigInspector.effective(
                new PortyOptions(Optional.of(file), Path.of("no-plugins"), Map.of())))
        .contains("tls = \"local\"");
  }

  @Test
  void theCommandLineMakesTheRouteMainHttps() throws Exception {
    try (Backend backend = Backend.ok("hello")) {
      io.porty.engine.Porty porty =
          io.porty.engine.Porty.prepare(
              new PortyOptions(
                  Optional.empty(),
                  Path.of("no-plugins"),
                  Map.of("tls", "local", "listen_port", 0L, "target_port", (long) backend.port())));
      try (porty) {
        porty.start();
        int port = porty.addresses().get(0).getPort();
        assertThat(get(port, "localhost")).contains("200 OK").endsWith("hello");
        try (TlsClient client =
            new TlsClient.Options(trust).serverName("localhost").connect(port)) {
          client
              .handshake()
              .send("GET /?porty_host=127.0.0.1&porty_port=1 HTTP/1.1\r\nHost: localhost\r\n\r\n");
          assertThat(client.message()).as("no dynamic target").contains("200 OK");
        }
      }
    }
  }
}
