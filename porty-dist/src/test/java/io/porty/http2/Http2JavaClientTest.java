package io.porty.http2;

import static org.assertj.core.api.Assertions.assertThat;

import io.porty.fixture.Backend;
import io.porty.fixture.LeakCensus;
import io.porty.fixture.TlsClient;
import io.porty.testkit.TestCertificate;
import io.porty.testkit.TestCertificates;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The JDK's HTTP client, which flow-controls and multiplexes in its own way. */
@ExtendWith(LeakCensus.class)
class Http2JavaClientTest {

  private static final int REQUESTS = 300;
  private static final int AT_ONCE = 50;

  @TempDir Path folder;

  private static Backend echo() {
    return Backend.running(
        connection -> {
          while (true) {
            String body = connection.message().body();
            connection.send(
                "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
          }
        });
  }

  @Test
  void manyRequestsWithBodiesShareAConnectionByAlpn() throws Exception {
    TestCertificates certificates = TestCertificates.in(folder);
    TestCertificate local = certificates.server("localhost");
    try (Backend backend = echo();
        Http2Porty porty =
            Http2Porty.to(
                backend.port(),
                "tls = { cert = \"" + local.cert() + "\", key = \"" + local.key() + "\" }")) {
      HttpClient client =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_2)
              .sslContext(TlsClient.trusting(certificates.authority()))
              .build();
      for (int begun = 0; begun < REQUESTS; begun += AT_ONCE) {
        List<CompletableFuture<HttpResponse<String>>> all = new ArrayList<>();
        for (int i = 0; i < AT_ONCE; i++) {
          String body = "x".repeat((begun + i) * 700);
          all.add(
              client.sendAsync(
                  HttpRequest.newBuilder(URI.create("https://localhost:" + porty.port() + "/" + i))
                      .POST(BodyPublishers.ofString(body))
                      .build(),
                  BodyHandlers.ofString()));
        }
        for (int i = 0; i < AT_ONCE; i++) {
          HttpResponse<String> response = all.get(i).get(20, TimeUnit.SECONDS);
          assertThat(response.statusCode()).isEqualTo(200);
          assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_2);
          assertThat(response.body()).hasSize((begun + i) * 700);
        }
      }
      assertThat(porty.metric("porty_h2_streams_begun_total", "")).isEqualTo(REQUESTS);
      assertThat(porty.metric("porty_h2_resets_total", "by=\"porty\",code=\"no_error\"")).isZero();
      assertThat(porty.internalErrors()).isZero();
    }
  }

  @Test
  void anUpgradeToH2cIsNotFollowed() throws Exception {
    try (Backend backend = Backend.ok("hello");
        Http2Porty porty = Http2Porty.to(backend.port())) {
      HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
      HttpResponse<String> response =
          client.send(
              HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + porty.port() + "/")).build(),
              BodyHandlers.ofString());
      assertThat(response.body()).isEqualTo("hello");
      assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
      assertThat(backend.requests().get(0).all("http2-settings")).isEmpty();
      assertThat(backend.requests().get(0).all("upgrade")).isEmpty();
    }
  }
}
