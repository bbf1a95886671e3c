package io.porty.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.porty.fixture.Backend;
import io.porty.fixture.RawClient;
import io.porty.fixture.RunningPorty;
import io.porty.fixture.TlsClient;
import io.porty.fixture.Wire;
import io.porty.testkit.TestCertificate;
import io.porty.testkit.TestCertificates;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How clients are led to HTTPS: {@code redirect} and {@code hsts_seconds}. */
class ToHttpsTest {

  @TempDir static Path folder;

  private static TestCertificates authority;
  private static TestCertificate server;

  @BeforeAll
  static void makeCertificates() {
    authority = TestCertificates.in(folder);
    server = authority.server("shop.test");
  }

  private static RunningPorty redirecting(String... lines) {
    return RunningPorty.start(
        "log_requests = false\n[[routes]]\nname = \"to-https\"\nlisten_addr = \"127.0.0.1\"\nlisten_port = PORT\nmode = \"http\"\nredirect = true\n"
            + String.join("\n", lines)
            + "\n");
  }

  private static RunningPorty secure(int backend, String... lines) {
    return RunningPorty.start(
        "log_requests = false\n[[routes]]\nname = \"shop\"\nlisten_addr = \"127.0.0.1\"\nlisten_port = PORT\nmode = \"http\"\ntarget = \"127.0.0.1:"
            + backend
            + "\"\ntls = { cert = \""
            + server.cert()
            + "\", key = \""
            + server.key()
            + "\" }\n"
            + String.join("\n", lines)
            + "\n");
  }

  private static TlsClient connect(RunningPorty porty) {
    return new TlsClient.Options(TlsClient.trusting(authority.authority()))
        .connect(porty.port())
        .handshake();
  }

  @Test
  void theLineAtStartNamesNoBackend() {
    try (RunningPorty porty = redirecting()) {
      assertThat(porty.porty().describe())
          .anyMatch(line -> line.endsWith("[to-https] -> https (redirect)"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/, shop.test, https://shop.test/",
    "/a/b?c=%2F&porty_host=x, shop.test:8080, https://shop.test/a/b?c=%2F&porty_host=x",
    "http://other.test:81, shop.test, https://other.test/",
    "http://other.test?q, shop.test, https://other.test/?q",
    "//evil.test/, shop.test, https://shop.test//evil.test/",
    "/, [::1]:80, https://[::1]/"
  })
  void hostPathAndQueryStay(String target, String host, String location) {
    try (RunningPorty porty = redirecting();
        RawClient client = porty.connect()) {
      client.send("GET " + target + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
      Wire.Message answer = client.message();
      assertThat(answer.status()).isEqualTo(308);
      assertThat(answer.all("Location")).containsExactly(location);
      assertThat(answer.all("X-Porty-Error")).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"HEAD", "POST", "PUT", "DELETE", "PROPFIND"})
  void forEveryMethod(String method) {
    try (RunningPorty porty = redirecting("redirect_port = 8443");
        RawClient client = porty.connect()) {
      client.send(method + " /x HTTP/1.1\r\nHost: shop.test\r\nConnection: close\r\n\r\n");
      assertThat(client.rest())
          .startsWith("HTTP/1.1 308 Permanent Redirect\r\n")
          .contains("\r\nLocation: https://shop.test:8443/x\r\n");
    }
  }

  @Test
  void theUrlOfAnAsteriskHasNoPath() {
    try (RunningPorty porty = redirecting();
        RawClient client = porty.connect()) {
      client.send("OPTIONS * HTTP/1.1\r\nHost: shop.test\r\n\r\n");
      assertThat(client.message().first("Location")).isEqualTo("https://shop.test");
    }
  }

  @Test
  void aRequestWithoutAHostCannotBeRedirected() {
    try (RunningPorty porty = redirecting();
        RawClient client = porty.connect()) {
      client.send("GET / HTTP/1.0\r\n\r\n");
      assertThat(client.rest()).contains("X-Porty-Error: bad_host\r\n");
    }
  }

  /** Whoever asks for a target in the query does not get it, nor does a default router. */
  @Test
  void noRouterIsAsked() {
    try (Backend backend = Backend.ok("never");
        RunningPorty porty = redirecting();
        RawClient client = porty.connect()) {
      assertThat(client.get("/?" + backend.query()).status()).isEqualTo(308);
      assertThat(backend.accepted()).isZero();
    }
  }

  @Test
  void whatATrustedProxyReceivedByHttpsIsServed() {
    try (Backend backend = Backend.ok("hello");
        RunningPorty porty =
            redirecting(
                "target = \"127.0.0.1:" + backend.port() + "\"",
                "trusted_proxies = [\"127.0.0.1\"]");
        RawClient client = porty.connect()) {
      assertThat(client.get("/").status()).isEqualTo(308);
      client.send("GET / HTTP/1.1\r\nHost: a\r\nX-Forwarded-Proto: https\r\n\r\n");
      assertThat(client.message().status()).isEqualTo(200);
    }
  }

  @Test
  void plainHttpOnAPortWithTlsIsRedirectedAndTlsIsServed() {
    try (Backend backend = Backend.ok("hello");
        RunningPorty porty = secure(backend.port(), "redirect = true", "hsts_seconds = 60")) {
      try (RawClient plain = porty.connect()) {
        plain.send("GET /a HTTP/1.1\r\nHost: shop.test\r\n\r\n");
        assertThat(plain.rest())
            .startsWith("HTTP/1.1 308 ")
            .contains("\r\nLocation: https://shop.test/a\r\n", "\r\nConnection: close\r\n")
            .doesNotContain("Strict-Transport-Security");
      }
      try (TlsClient client = connect(porty)) {
        client.send("GET / HTTP/1.1\r\nHost: shop.test\r\n\r\n");
        assertThat(client.message()).startsWith("HTTP/1.1 200 ");
      }
    }
  }

  /** RFC 6797 section 7.2. */
  @Test
  void hstsIsInEveryAnswerOverTls() {
    try (Backend backend = Backend.ok("hello");
        RunningPorty porty =
            secure(backend.port(), "hsts_seconds = 31536000", "max_body_bytes = 4");
        TlsClient client = connect(porty)) {
      String line = "\r\nStrict-Transport-Security: max-age=31536000\r\n";
      client.send("GET / HTTP/1.1\r\nHost: shop.test\r\n\r\n");
      assertThat(client.message()).startsWith("HTTP/1.1 200 ").containsOnlyOnce(line);
      client.send("POST / HTTP/1.1\r\nHost: shop.test\r\nContent-Length: 5\r\n\r\n12345");
      assertThat(client.message()).startsWith("HTTP/1.1 413 ").containsOnlyOnce(line);
    }
  }

  @Test
  void aBackendsOwnHstsStays() {
    try (Backend backend =
            Backend.running(
                connection -> {
                  connection.message();
                  connection.send(
                      "HTTP/1.1 200 OK\r\nstrict-transport-security: max-age=0\r\nContent-Length: 0\r\n\r\n");
                });
        RunningPorty porty = secure(backend.port(), "hsts_seconds = 60");
        TlsClient client = connect(porty)) {
      client.send("GET / HTTP/1.1\r\nHost: shop.test\r\n\r\n");
      assertThat(client.message())
          .contains("\r\nstrict-transport-security: max-age=0\r\n")
          .doesNotContain("max-age=60");
    }
  }
}
