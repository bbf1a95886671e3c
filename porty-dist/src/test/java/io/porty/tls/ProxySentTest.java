package io.porty.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.porty.fixture.Backend;
import io.porty.fixture.LeakCensus;
import io.porty.fixture.ProxyHeaders;
import io.porty.fixture.RawClient;
import io.porty.fixture.RunningPorty;
import io.porty.fixture.TlsClient;
import io.porty.fixture.Wire;
import io.porty.testkit.TestCertificate;
import io.porty.testkit.TestCertificates;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Routes that name their clients to backends by the PROXY protocol. */
@ExtendWith(LeakCensus.class)
class ProxySentTest {

  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

  @TempDir static Path folder;

  /** What a backend saw: the header of the connection, and who says that the request is his. */
  private record Seen(String header, String me) {}

  /** Reads a header of version 1, then requests. */
  private static Backend recording(List<Seen> seen) {
    return Backend.running(
        connection -> {
          String header = connection.line();
          while (true) {
            Wire.Message request = connection.message();
            seen.add(new Seen(header, request.first("Me")));
            connection.send(OK);
          }
        });
  }

  private static String header(RawClient client, RunningPorty porty) {
    return "PROXY TCP4 127.0.0.1 127.0.0.1 " + client.localPort() + " " + porty.port();
  }

  private static int get(RawClient client) {
    client.send("GET / HTTP/1.1\r\nHost: test\r\nMe: " + client.localPort() + "\r\n\r\n");
    return client.message().status();
  }

  @Test
  void eachClientHasBackendConnectionsOfItsOwn() {
    List<Seen> seen = new CopyOnWriteArrayList<>();
    try (Backend backend = recording(seen);
        RunningPorty porty = RunningPorty.fixed(backend, "send_proxy = \"v1\"");
        RawClient one = porty.connect();
        RawClient two = porty.connect()) {
      assertThat(get(one)).isEqualTo(200);
      assertThat(get(two)).isEqualTo(200);
      assertThat(get(one)).isEqualTo(200);
      assertThat(seen)
          .extracting(Seen::header)
          .containsExactly(header(one, porty), header(two, porty), header(one, porty));
      // The second request of a client goes by the same connection.
      assertThat(backend.accepted()).isEqualTo(2);
      one.close();
      await().until(() -> backend.open() == 1);
      assertThat(get(two)).isEqualTo(200);
      assertThat(backend.accepted()).isEqualTo(2);
    }
  }

  /** Whatever the order of requests, ends and new clients. */
  @Test
  void aConnectionNeverServesAnotherClient() throws Exception {
    List<Seen> seen = new CopyOnWriteArrayList<>();
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try (Backend backend = recording(seen);
        RunningPorty porty = RunningPorty.fixed(backend, "send_proxy = \"v1\"")) {
      List<Future<?>> all = new ArrayList<>();
      for (int thread = 0; thread < 8; thread++) {
        Random random = new Random(thread);
        all.add(
            threads.submit(
                () -> {
                  for (int round = 0; round < 20; round++) {
                    try (RawClient client = porty.connect()) {
                      for (int i = random.nextInt(5); i >= 0; i--) {
                        assertThat(get(client)).isEqualTo(200);
                      }
                    }
                  }
                }));
      }
      for (Future<?> one : all) {
        one.get(30, TimeUnit.SECONDS);
      }
      assertThat(seen)
          .hasSizeGreaterThan(160)
          .allMatch(one -> one.header().contains(" 127.0.0.1 " + one.me() + " "));
      await().until(() -> backend.open() == 0);
    } finally {
      threads.shutdownNow();
    }
  }

  /** RFC 9110 section 9.2.2: the kept connection has just been closed; the next begins anew. */
  @Test
  void aRetryOnAFreshConnectionSendsTheHeaderAnew() {
    List<Seen> seen = new CopyOnWriteArrayList<>();
    try (Backend backend = recording(seen);
        RunningPorty porty = RunningPorty.fixed(backend, "send_proxy = \"v1\"");
        RawClient client = porty.connect()) {
      assertThat(get(client)).isEqualTo(200);
      backend.closeConnections();
      assertThat(get(client)).isEqualTo(200);
      assertThat(seen)
          .extracting(Seen::header)
          .containsExactly(header(client, porty), header(client, porty));
    }
  }

  /** A kept connection of an idle client must not lock out another one. */
  @Test
  void anIdleConnectionOfAnotherClientMakesRoomAtTheLimit() {
    List<Seen> seen = new CopyOnWriteArrayList<>();
    try (Backend backend = recording(seen);
        RunningPorty porty =
            RunningPorty.fixed(
                backend,
                "send_proxy = \"v1\"",
                "upstream_max_connections = 1",
                "timeout_seconds = 5");
        RawClient one = porty.connect();
        RawClient two = porty.connect()) {
      for (int i = 0; i < 3; i++) {
        assertThat(get(one)).isEqualTo(200);
        assertThat(get(two)).isEqualTo(200);
      }
      assertThat(seen).allMatch(s -> s.header().contains(" 127.0.0.1 " + s.me() + " "));
    }
  }

  @Test
  void anIdleConnectionEndsAfterTheIdleTimeout() {
    List<Seen> seen = new CopyOnWriteArrayList<>();
    try (Backend backend = recording(seen);
        RunningPorty porty =
            RunningPorty.fixed(
                backend, "send_proxy = \"v1\"", "upstream_idle_timeout_seconds = 1");
        RawClient client = porty.connect()) {
      assertThat(get(client)).isEqualTo(200);
      await().until(() -> backend.open() == 0);
      assertThat(get(client)).isEqualTo(200);
      assertThat(backend.accepted()).isEqualTo(2);
    }
  }

  /** The server speaks first, and the client never. */
  @ParameterizedTest
  @ValueSource(strings = {"v1", "v2"})
  void theHeaderLeavesAtOnceInTcp(String version) {
    try (Backend backend =
            Backend.running(
                connection -> {
                  if (version.equals("v1")) {
                    connection.send(connection.line());
                  } else {
                    byte[] header = ProxyHeaders.readV2(connection);
                    connection.send(Integer.toString(header.length));
                  }
                });
        RunningPorty porty = RunningPorty.tcp(backend.port(), "send_proxy = \"" + version + "\"");
        RawClient client = porty.connect()) {
      assertThat(client.rest()).isEqualTo(version.equals("v1") ? header(client, porty) : "16");
    }
  }

  /** 8 MB are moved by splice where there is one: it begins behind the header. */
  @Test
  void bulkBytesFollowTheHeaderUnchanged() {
    byte[] bulk = new byte[8 << 20];
    new Random(18).nextBytes(bulk);
    try (Backend echo =
            Backend.running(
                connection -> {
                  connection.line();
                  connection.echo();
                });
        RunningPorty porty = RunningPorty.tcp(echo.port(), "send_proxy = \"v1\"");
        RawClient client = porty.connect()) {
      Thread sender = new Thread(() -> client.send(bulk));
      sender.start();
      assertThat(client.bytes(bulk.length).getBytes(StandardCharsets.ISO_8859_1)).isEqualTo(bulk);
    }
  }

  @Test
  void theHeaderComesBeforeTlsToTheBackend() throws Exception {
    LinkedBlockingQueue<String> got = new LinkedBlockingQueue<>();
    try (Backend backend =
            Backend.running(
                connection -> {
                  got.add(connection.line());
                  got.add(connection.bytes(2));
                });
        RunningPorty porty =
            RunningPorty.start(
                "log_requests = false\n[[routes]]\nname = \"r\"\nlisten = \"127.0.0.1:0\"\nmax_retries = 0\nsend_proxy = \"v1\"\ntarget = \"tls://127.0.0.1:"
                    + backend.port()
                    + "\"\n[routes.upstream_tls]\nverify = false\n");
        RawClient client = porty.connect()) {
      client.send("x");
      assertThat(got.poll(10, TimeUnit.SECONDS)).isEqualTo(header(client, porty));
      assertThat(got.poll(10, TimeUnit.SECONDS)).isEqualTo("\u0016\u0003");
    }
  }

  /** One write, and one segment: a backend that reads once has both. */
  @ParameterizedTest
  @ValueSource(strings = {"http", "https"})
  void theHeaderLeavesWithWhatFollows(String scheme) throws Exception {
    LinkedBlockingQueue<String> got = new LinkedBlockingQueue<>();
    try (Backend backend =
            Backend.running(
                connection -> got.add(new String(connection.some(), StandardCharsets.ISO_8859_1)));
        RunningPorty porty =
            RunningPorty.start(
                "log_requests = false\n[[routes]]\nname = \"r\"\nlisten = \"127.0.0.1:0\"\nmode = \"http\"\nmax_retries = 0\nsend_proxy = \"v1\"\ntarget = \""
                    + scheme
                    + "://127.0.0.1:"
                    + backend.port()
                    + "\"\n[routes.upstream_tls]\nverify = false\n")) {
      for (int i = 0; i < 20; i++) {
        try (RawClient client = porty.connect()) {
          client.send("POST / HTTP/1.1\r\nHost: test\r\nContent-Length: 0\r\n\r\n");
          assertThat(got.poll(10, TimeUnit.SECONDS))
              .startsWith(
                  header(client, porty)
                      + "\r\n"
                      + (scheme.equals("http") ? "POST / HTTP/1.1" : "\u0016\u0003"));
        }
      }
    }
  }

  @Test
  void version2TellsOfTheClientsTls() throws Exception {
    TestCertificates certificates = TestCertificates.in(folder);
    TestCertificate shop = certificates.server("shop.test");
    LinkedBlockingQueue<String> got = new LinkedBlockingQueue<>();
    try (Backend backend =
            Backend.running(
                connection -> {
                  got.add(new String(ProxyHeaders.readV2(connection), StandardCharsets.ISO_8859_1));
                  connection.message();
                  connection.send(OK);
                });
        RunningPorty porty =
            RunningPorty.fixed(
                backend,
                "send_proxy = \"v2\"",
                "tls = { cert = \"" + shop.cert() + "\", key = \"" + shop.key() + "\" }");
        TlsClient client =
            new TlsClient.Options(TlsClient.trusting(certificates.authority()))
                .protocols("http/1.1")
                .connect(porty.port())) {
      client.handshake().send("GET / HTTP/1.1\r\nHost: shop.test\r\n\r\n");
      assertThat(client.message()).endsWith("ok");
      assertThat(got.take())
          .startsWith("\u0021\u0011")
          .contains("\u0001\u0000\u0008http/1.1")
          .contains("\u0002\u0000\u0009shop.test")
          .contains("\u0021\u0000\u0007TLSv1.3");
    }
  }

  /**
   * UNIQUE_ID (proxy-protocol.txt 2.2.5): the trace of the request that the connection was opened
   * for.
   */
  @Test
  void version2NamesTheTraceOfTheRequest() throws Exception {
    LinkedBlockingQueue<String> got = new LinkedBlockingQueue<>();
    String trace = "0af7651916cd43dd8448eb211c80319c";
    try (Backend backend =
            Backend.running(
                connection -> {
                  got.add(new String(ProxyHeaders.readV2(connection), StandardCharsets.ISO_8859_1));
                  connection.message();
                  connection.send(OK);
                });
        RunningPorty porty =
            RunningPorty.fixed(backend, "send_proxy = \"v2\"", "trace = \"start\"");
        RawClient client = porty.connect()) {
      client.send(
          "GET / HTTP/1.1\r\nHost: a\r\ntraceparent: 00-" + trace + "-00f067aa0ba902b7-01\r\n\r\n");
      assertThat(client.message().status()).isEqualTo(200);
      assertThat(got.take()).contains("\u0005\u0000\u0020" + trace);
    }
  }

  /** Of a header that came, to the next proxy. */
  @Test
  void whatATrustedPeerSaidGoesOn() throws Exception {
    LinkedBlockingQueue<String> got = new LinkedBlockingQueue<>();
    try (Backend backend =
            Backend.running(
                connection ->
                    got.add(
                        new String(ProxyHeaders.readV2(connection), StandardCharsets.ISO_8859_1)));
        RunningPorty porty =
            RunningPorty.tcp(
                backend.port(), "send_proxy = \"v2\"", "proxy_protocol_from = [\"127.0.0.1\"]");
        RawClient client = porty.connect()) {
      client.send(
          ProxyHeaders.v2(
              "192.0.2.7",
              4711,
              ProxyHeaders.vector(5, "id-7"),
              ProxyHeaders.vector(2, "shop.test")));
      assertThat(got.poll(10, TimeUnit.SECONDS))
          .isEqualTo(
              "\u0021\u0011\u0000\u001f\u00c0\u0000\u0002\u0007\u00cb\u0000\u0071\u0009\u0012\u0067\u0001\u00bb"
                  + "\u0005\u0000\u0004id-7\u0002\u0000\u0009shop.test");
    }
  }
}
