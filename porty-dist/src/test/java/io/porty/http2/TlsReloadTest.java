package io.porty.http2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.porty.fixture.Backend;
import io.porty.fixture.LeakCensus;
import io.porty.fixture.TlsClient;
import io.porty.testkit.TestCertificate;
import io.porty.testkit.TestCertificates;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A reload that changes by which TLS rules connections are accepted: those of before are drained.
 */
@ExtendWith(LeakCensus.class)
class TlsReloadTest {

  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

  @TempDir static Path folder;

  private static TestCertificates authority;
  private static TestCertificate first;
  private static TestCertificate renewed;
  private static TestCertificate other;
  private static SSLContext context;

  @BeforeAll
  static void makeCertificates() {
    authority = TestCertificates.in(folder);
    first = authority.server("first.test", "www.first.test");
    renewed = authority.server("first.test");
    other = authority.server("other.test");
    context = TlsClient.trusting(authority.authority());
  }

  /** The lines of a route by what a test calls them. */
  private static String[] lines(String name) {
    Map<String, String> all =
        Map.of(
            "first", tls(first, ""),
            "renewed", tls(renewed, ""),
            "other name", tls(other, ""),
            "client certificates",
                tls(
                    first,
                    ", client_auth = \"required\", client_ca = \"" + authority.authority() + "\""),
            "modern", tls(first, ", profile = \"modern\""),
            "no alpn of h2", tls(first, "") + "\nhttp2 = false",
            "no tls", "");
    return new String[] {all.get(name)};
  }

  private static String tls(TestCertificate certificate, String more) {
    return "tls = { cert = \""
        + certificate.cert()
        + "\", key = \""
        + certificate.key()
        + "\""
        + more
        + " }";
  }

  private static Http2Porty porty(int backend, String name) {
    return Http2Porty.with("event_loops = 1", backend, lines(name));
  }

  private static Http2Client secured(int port, String version) throws IOException {
    SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", port);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setApplicationProtocols(new String[] {"h2"});
    parameters.setServerNames(List.of(new SNIHostName("first.test")));
    parameters.setProtocols(new String[] {version});
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return Http2Client.over(socket);
  }

  @ParameterizedTest
  @ValueSource(strings = {"other name", "client certificates", "modern", "no alpn of h2", "no tls"})
  void connectionsThatWouldNotBeAcceptedSoAreDrained(String change) throws Exception {
    CountDownLatch answer = new CountDownLatch(1);
    try (Backend backend =
            Backend.running(
                connection -> {
                  connection.message();
                  answer.await(10, TimeUnit.SECONDS);
                  connection.send(OK);
                });
        Http2Porty porty = porty(backend.port(), "first");
        Http2Client client = secured(porty.port(), "TLSv1.2")) {
      client.get(1, "/").ping().until("PONG");
      await().until(() -> backend.open() == 1);

      porty.reload(backend.port(), lines(change));

      // The stream that runs comes to its end; behind the last GOAWAY the connection is closed.
      client.until("GOAWAY NO_ERROR 1");
      answer.countDown();
      List<String> events = client.until("CLOSED");
      assertThat(events)
          .anyMatch(event -> event.startsWith("GOAWAY NO_ERROR 2147483647"))
          .anyMatch(event -> event.startsWith("STATUS 1 200"))
          .contains("END 1", "CLOSED");
      porty.awaitRest();
    }
  }

  /** How long so many full handshakes take, one after the other. */
  private static Duration handshakes(int port, int count) {
    Instant start = Instant.now();
    for (int i = 0; i < count; i++) {
      SSLContext fresh = TlsClient.trusting(authority.authority());
      try (TlsClient client = new TlsClient.Options(fresh).connect(port)) {
        client.handshake();
      }
    }
    return Duration.between(start, Instant.now());
  }

  @Test
  void theRateOfHandshakesIsThatOfTheNewConfiguration() {
    try (Backend backend = Backend.answering(OK);
        Http2Porty porty =
            Http2Porty.with(
                "event_loops = 1", backend.port(), tls(first, ", max_handshakes_per_second = 1"))) {
      assertThat(handshakes(porty.port(), 4)).isGreaterThan(Duration.ofSeconds(2));
      porty.reload(backend.port(), tls(first, ""));
      assertThat(handshakes(porty.port(), 15)).isLessThan(Duration.ofSeconds(12));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"first", "renewed"})
  void othersStay(String change) throws Exception {
    try (Backend old = Backend.answering(OK);
        Backend backend = Backend.answering(OK);
        Http2Porty porty = porty(old.port(), "first");
        Http2Client client = secured(porty.port(), "TLSv1.2")) {
      client.get(1, "/").until("END 1");

      porty.reload(backend.port(), lines(change));

      await()
          .until(
              () -> {
                int stream = 2 * client.events().size() + 3;
                client.get(stream, "/").until("END " + stream);
                return backend.accepted() == 1;
              });
      assertThat(client.events()).noneMatch(event -> event.startsWith("GOAWAY"));
    }
  }

  /** What was spoken in the clear does not go on where TLS is asked for. */
  @Test
  void connectionsWithoutTlsAreDrainedWhereTlsIsAskedForNow() {
    try (Backend backend = Backend.answering(OK);
        Http2Porty porty = porty(backend.port(), "no tls");
        Http2Client client = porty.connect()) {
      client.get(1, "/").until("END 1");
      porty.reload(backend.port(), lines("first"));
      assertThat(client.until("CLOSED"))
          .anyMatch(event -> event.startsWith("GOAWAY NO_ERROR 2147483647"))
          .contains("CLOSED");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"other name", "client certificates", "modern", "no tls"})
  void connectionsOfHttp1AreDrainedToo(String change) {
    try (Backend backend = Backend.answering(OK);
        Http2Porty porty = porty(backend.port(), "first");
        TlsClient busy = http1(porty);
        TlsClient idle = http1(porty)) {
      porty.reload(backend.port(), lines(change));
      busy.send("GET / HTTP/1.1\r\nHost: first.test\r\n\r\n");
      assertThat(busy.message()).startsWith("HTTP/1.1 200 ").contains("Connection: close");
      assertThat(idle.end()).isEqualTo(TlsClient.End.CLOSE_NOTIFY);
    }
  }

  private static TlsClient http1(Http2Porty porty) {
    TlsClient client =
        new TlsClient.Options(context)
            .serverName("first.test")
            .version("TLSv1.2")
            .connect(porty.port())
            .handshake()
            .send("GET / HTTP/1.1\r\nHost: first.test\r\n\r\n");
    assertThat(client.message()).startsWith("HTTP/1.1 200 ").doesNotContain("Connection: close");
    return client;
  }

  /** The handshake began before the reload, and ends behind it. */
  @Test
  void aConnectionThatIsOpenedMeanwhileIsDrained() {
    try (Backend backend = Backend.answering(OK);
        Http2Porty porty = porty(backend.port(), "first");
        TlsClient client =
            new TlsClient.Options(context)
                .serverName("first.test")
                .version("TLSv1.2")
                .connect(porty.port())) {
      byte[] hello = client.hello();
      client.raw(java.util.Arrays.copyOf(hello, hello.length / 2));
      await().until(() -> porty.porty().openConnections() == 1);
      porty.reload(backend.port(), lines("modern"));
      client.raw(java.util.Arrays.copyOfRange(hello, hello.length / 2, hello.length));
      client.handshake().send("GET / HTTP/1.1\r\nHost: first.test\r\n\r\n");
      assertThat(client.message()).startsWith("HTTP/1.1 200 ").contains("Connection: close");
    }
  }
}
