package io.porty.http2;

import static org.assertj.core.api.Assertions.assertThat;

import io.porty.fixture.Backend;
import io.porty.fixture.LeakCensus;
import io.porty.fixture.Programs;
import io.porty.fixture.TlsClient;
import io.porty.testkit.TestCertificate;
import io.porty.testkit.TestCertificates;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** HTTP/2 by ALPN and by prior knowledge with clients that none of us wrote. */
@ExtendWith(LeakCensus.class)
class Http2ProgramsTest {

  private static final int RELOADS = 100;

  @TempDir static Path folder;

  private static TestCertificate shop;
  private static Path authority;

  @BeforeAll
  static void makeCertificates() {
    TestCertificates certificates = TestCertificates.in(folder);
    shop = certificates.server("shop.test");
    authority = certificates.authority();
  }

  private static Http2Porty tls(Backend backend, String... lines) {
    return Http2Porty.to(backend.port(), tlsLines(lines));
  }

  private static String[] tlsLines(String... lines) {
    return Stream.concat(
            Stream.of("tls = { cert = \"" + shop.cert() + "\", key = \"" + shop.key() + "\" }"),
            Stream.of(lines))
        .toArray(String[]::new);
  }

  private static String run(String... command) {
    Programs.need(command[0]);
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
      assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
      return out;
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static String curl(Http2Porty porty, String... options) {
    return run(
        Stream.of(
                Stream.of(
                    "curl",
                    "-sS",
                    "--max-time",
                    "20",
                    "--cacert",
                    authority.toString(),
                    "--resolve",
                    "shop.test:" + porty.port() + ":127.0.0.1",
                    "-w",
                    "|%{http_version}|%{http_code}"),
                Stream.of(options),
                Stream.of("https://shop.test:" + porty.port() + "/"))
            .flatMap(part -> part)
            .toArray(String[]::new));
  }

  @ParameterizedTest
  @ValueSource(strings = {"native", "jdk"})
  void curlAgreesOnHttp2ByAlpn(String provider) {
    try (Backend backend = Backend.ok("hello");
        Http2Porty porty =
            Http2Porty.with("tls_provider = \"" + provider + "\"", backend.port(), tlsLines())) {
      assertThat(curl(porty, "--http2")).isEqualTo("hello|2|200");
      assertThat(curl(porty, "--http2", "--tls-max", "1.2")).isEqualTo("hello|2|200");
      assertThat(curl(porty, "--http1.1")).isEqualTo("hello|1.1|200");
      assertThat(curl(porty, "--no-alpn")).isEqualTo("hello|1.1|200");
      assertThat(curl(porty, "--http2", "-d", "x=" + "y".repeat(100_000))).isEqualTo("hello|2|200");
      assertThat(backend.requests().get(0).first("x-forwarded-proto")).isEqualTo("https");
      assertThat(porty.records(5).get(0).get("alpn").getAsString()).isEqualTo("h2");
    }
  }

  @Test
  void withoutHttp2OnlyHttp1IsOffered() {
    try (Backend backend = Backend.ok("hello");
        Http2Porty porty = tls(backend, "http2 = false")) {
      assertThat(curl(porty, "--http2")).isEqualTo("hello|1.1|200");
    }
  }

  @Test
  void aClientThatOffersOnlyAnotherProtocolIsRefusedInItsHandshake() {
    try (Backend backend = Backend.ok("hello");
        Http2Porty porty = tls(backend);
        TlsClient client =
            new TlsClient.Options(TlsClient.trusting(authority))
                .protocols("h3", "spdy/3")
                .connect(porty.port())) {
      String failure = "";
      try {
        client.handshake();
      } catch (java.io.UncheckedIOException e) {
        failure = e.getCause().getMessage();
      }
      assertThat(failure).contains("no_application_protocol");
    }
  }

  /** RFC 9113, appendix A: none of the ciphers that are agreed to is among the prohibited ones. */
  @ParameterizedTest
  @CsvSource({
    "native,AES128-GCM-SHA256",
    "native,AES128-SHA",
    "native,ECDHE-RSA-AES128-SHA",
    "native,ECDHE-ECDSA-AES128-SHA256",
    "native,DHE-RSA-AES128-GCM-SHA256",
    "jdk,AES128-GCM-SHA256",
    "jdk,ECDHE-ECDSA-AES128-SHA256"
  })
  void aProhibitedCipherEndsTheHandshake(String provider, String cipher) {
    try (Backend backend = Backend.ok("hello");
        Http2Porty porty =
            Http2Porty.with("tls_provider = \"" + provider + "\"", backend.port(), tlsLines())) {
      assertThat(curl(porty, "--http2", "--tls-max", "1.2", "--ciphers", cipher + ":@SECLEVEL=0"))
          .contains("curl: (35)")
          .doesNotContain("hello");
      assertThat(backend.accepted()).isZero();
    }
  }

  @Test
  void nghttpReadsFramesAndDoesNotFindFault() {
    try (Backend backend = Backend.ok("hello");
        Http2Porty porty = tls(backend)) {
      String out = run("nghttp", "-nvy", "-m", "5", "https://127.0.0.1:" + porty.port() + "/");
      assertThat(out)
          .contains(
              "The negotiated protocol: h2",
              "SETTINGS_MAX_CONCURRENT_STREAMS(0x03):100",
              ":status: 200",
              "; END_STREAM")
          .doesNotContainIgnoringCase("error_code=PROTOCOL")
          .doesNotContain("[ERROR]");
      assertThat(backend.requests()).hasSize(5);
    }
  }

  @Test
  void curlUploadsAndDownloadsWithPriorKnowledge() throws IOException {
    Path file = folder.resolve("large");
    Files.write(file, new byte[5_000_000]);
    try (Backend backend =
            Backend.running(
                connection -> {
                  while (true) {
                    String body = connection.message().body();
                    connection.send(
                        "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
                  }
                });
        Http2Porty porty = Http2Porty.to(backend.port())) {
      String out =
          run(
              "curl",
              "-sS",
              "--max-time",
              "50",
              "--http2-prior-knowledge",
              "-o",
              folder.resolve("back").toString(),
              "-w",
              "%{http_version}|%{http_code}|%{size_download}",
              "-T",
              file.toString(),
              "http://127.0.0.1:" + porty.port() + "/");
      assertThat(out).isEqualTo("2|200|5000000");
    }
  }

  /**
   * Many more responses without content than there are updates of windows without streams. (With
   * prior knowledge, curl 7.88 does not use a connection again, whoever the server is.)
   */
  @Test
  void curlFetchesAHundredAndFiftyTimesWithoutContentOnOneConnection() {
    try (Backend backend = Backend.answering("HTTP/1.1 204 No Content\r\n\r\n");
        Http2Porty porty = tls(backend)) {
      String out =
          run(
              "curl",
              "-sSk",
              "--max-time",
              "50",
              "--http2",
              "-w",
              "%{http_code},%{num_connects};",
              "https://127.0.0.1:" + porty.port() + "/[1-150]");
      assertThat(out).isEqualTo("204,1;" + "204,0;".repeat(149));
    }
  }

  @ParameterizedTest
  @CsvSource({"http,8,10", "https,8,10", "http,1,100"})
  @Tag("load")
  void noRequestFailsWhileTheConfigurationIsReloaded(String scheme, int clients, int streams)
      throws Exception {
    int total = clients == 1 ? 9_000 : 40_000;
    String[] lines = scheme.equals("https") ? tlsLines() : new String[0];
    try (Backend one = Backend.ok("one");
        Backend two = Backend.ok("two");
        Http2Porty porty = Http2Porty.to(one.port(), lines)) {
      for (int reloads = 0; reloads < RELOADS; ) {
        Path out = folder.resolve("h2load.out");
        Process load = load(out, total, clients, streams, scheme + "://127.0.0.1:" + porty.port());
        while (load.isAlive() && reloads < RELOADS) {
          porty.reload(reloads++ % 2 == 0 ? two.port() : one.port(), lines);
        }
        assertThat(load.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(Files.readString(out))
            .contains(total + " succeeded, 0 failed, 0 errored, 0 timeout");
      }
      assertThat(one.requests()).isNotEmpty();
      assertThat(two.requests()).isNotEmpty();
      assertThat(porty.internalErrors()).isZero();
      porty.awaitRest();
    }
  }

  private static Process load(Path out, int total, int clients, int streams, String url)
      throws IOException {
    return new ProcessBuilder(
            List.of(
                Programs.need("h2load"),
                "-n" + total,
                "-c" + clients,
                "-m" + streams,
                "-t1",
                url + "/"))
        .redirectErrorStream(true)
        .redirectOutput(out.toFile())
        .start();
  }
}
