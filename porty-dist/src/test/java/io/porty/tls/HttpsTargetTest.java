package io.porty.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.porty.api.Target;
import io.porty.api.route.LinkSignature;
import io.porty.fixture.Backend;
import io.porty.fixture.RawClient;
import io.porty.fixture.RunningPorty;
import io.porty.fixture.TlsBackend;
import io.porty.fixture.Wire;
import io.porty.testkit.TestCertificate;
import io.porty.testkit.TestCertificates;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Targets with TLS that requests choose: in the query, in a header, by a signed link. */
class HttpsTargetTest {

  private static final String SECRET = "a secret of sixteen characters or more";

  @TempDir static Path folder;

  private static TestCertificates authority;
  private static TestCertificate localhost;

  @BeforeAll
  static void makeCertificates() {
    authority = TestCertificates.in(folder);
    localhost = authority.server("localhost", "127.0.0.1");
  }

  private static RunningPorty start(String... lines) {
    return RunningPorty.start(
        "log_requests = false\n[[routes]]\nname = \"r\"\nlisten_addr = \"127.0.0.1\"\nlisten_port = PORT\nmode = \"http\"\n"
            + String.join("\n", lines)
            + "\n[routes.upstream_tls]\nca = \""
            + authority.authority()
            + "\"\n");
  }

  /** Answers with the request line and the Host that it has seen. */
  private static TlsBackend echo() {
    return TlsBackend.running(
        localhost,
        connection -> {
          while (true) {
            Wire.Message request = connection.message();
            String body = request.target() + " " + request.first("Host");
            connection.send(
                "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
          }
        });
  }

  @Test
  void portySchemeChoosesTlsAndIsRemoved() {
    try (TlsBackend backend = echo();
        RunningPorty porty = start();
        RawClient client = porty.connect()) {
      Wire.Message answer =
          client.get("/a?x=1&porty_host=localhost&porty_scheme=https&porty_port=" + backend.port());
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.body()).isEqualTo("/a?x=1 localhost:" + backend.port());
    }
  }

  @Test
  void aBackendThatIsNotTrustedIsNotReached() {
    TestCertificate other = TestCertificates.in(folder.resolve("other")).server("localhost");
    try (TlsBackend backend = TlsBackend.ok(other, "never");
        RunningPorty porty = start();
        RawClient client = porty.connect()) {
      assertThat(
              client
                  .get("/?porty_host=localhost&porty_scheme=https&porty_port=" + backend.port())
                  .first("X-Porty-Error"))
          .isEqualTo("tls_untrusted");
    }
  }

  @Test
  void theRouteMayHaveHttpsAsItsDefault() {
    try (TlsBackend secure = echo();
        Backend plain = Backend.ok("plain");
        RunningPorty porty = start("dynamic_scheme = \"https\"");
        RawClient client = porty.connect()) {
      assertThat(client.get("/?porty_host=localhost&porty_port=" + secure.port()).status())
          .isEqualTo(200);
      assertThat(client.get("/?porty_scheme=http&" + plain.query()).body()).isEqualTo("plain");
    }
  }

  @Test
  void aHeaderTakesAUrl() {
    try (TlsBackend backend = echo();
        RunningPorty porty = start("routers = [\"target_header\"]");
        RawClient client = porty.connect()) {
      client.send(
          "GET / HTTP/1.1\r\nHost: a\r\nX-Porty-Target: https://localhost:"
              + backend.port()
              + "\r\n\r\n");
      assertThat(client.message().status()).isEqualTo(200);
      for (String bad :
          new String[] {"ftp://a:1", "https://", "https://a:1/x", "http://a:b", "a"}) {
        client.send("GET / HTTP/1.1\r\nHost: a\r\nX-Porty-Target: " + bad + "\r\n\r\n");
        assertThat(client.message().first("X-Porty-Error")).as(bad).isEqualTo("bad_target");
      }
    }
  }

  @Test
  void aSignatureCoversTheScheme() {
    long expires = System.currentTimeMillis() / 1000 + 600;
    LinkSignature key = new LinkSignature("k", SECRET);
    try (TlsBackend backend = echo();
        RunningPorty porty =
            start(
                "routers = [\"signed\"]",
                "[[routes.signed.keys]]",
                "id = \"k\"",
                "secret = \"" + SECRET + "\"");
        RawClient client = porty.connect()) {
      String place =
          "/?porty_host=localhost&porty_port=" + backend.port() + "&porty_exp=" + expires;
      String https = key.sign(Target.parse("https://localhost:" + backend.port()), expires);
      String http = key.sign(new Target("localhost", backend.port()), expires);
      String chosen = place + "&porty_scheme=https&porty_sig=";
      assertThat(client.get(chosen + https).status()).isEqualTo(200);
      assertThat(client.get(chosen + http).first("X-Porty-Error")).isEqualTo("bad_signature");
      assertThat(client.get(place + "&porty_sig=" + https).first("X-Porty-Error"))
          .isEqualTo("bad_signature");
      assertThat(client.get(place + "&porty_scheme=http&porty_sig=" + http).first("X-Porty-Error"))
          .as("a link of before is one for http")
          .isIn("backend_closed", "backend_invalid");
    }
  }
}
