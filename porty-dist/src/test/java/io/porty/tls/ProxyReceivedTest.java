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
import io.porty.testkit.Ports;
import io.porty.testkit.TestCertificate;
import io.porty.testkit.TestCertificates;
import io.porty.testkit.TestPorty;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Listeners behind load balancers that send the PROXY protocol. */
@ExtendWith(LeakCensus.class)
class ProxyReceivedTest {

  private static final String FROM = "proxy_protocol_from = [\"127.0.0.0/8\"]";
  private static final String GET = "GET / HTTP/1.1\r\nHost: shop.test\r\n\r\n";

  @TempDir static Path folder;

  private static TestCertificate shop;
  private static SSLContext trust;

  @BeforeAll
  static void makeCertificates() {
    TestCertificates certificates = TestCertificates.in(folder);
    shop = certificates.server("shop.test");
    trust = TlsClient.trusting(certificates.authority());
  }

  private static byte[] joined(byte[] header, byte[] rest) {
    byte[] all = Arrays.copyOf(header, header.length + rest.length);
    System.arraycopy(rest, 0, all, header.length, rest.length);
    return all;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static RunningPorty tls(String provider, int backend, String... lines) {
    return RunningPorty.start(
        "tls_provider = \""
            + provider
            + "\"\nlog_requests = false\n[[routes]]\nname = \"shop\"\nlisten_addr = \"127.0.0.1\"\nlisten_port = PORT\nmode = \"http\"\ntarget = \"127.0.0.1:"
            + backend
            + "\"\n"
            + FROM
            + "\ntls = { cert = \""
            + shop.cert()
            + "\", key = \""
            + shop.key()
            + "\""
            + String.join("", lines)
            + " }\n");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void theNamedClientIsTheClientOfHttp(int version) {
    byte[] header =
        version == 1
            ? bytes(ProxyHeaders.v1("192.0.2.7", 4711))
            : ProxyHeaders.v2("192.0.2.7", 4711, ProxyHeaders.vector(2, "shop.test"));
    try (Backend backend = Backend.ok("hello");
        RunningPorty porty = RunningPorty.fixed(backend, FROM);
        RawClient together = porty.connect();
        RawClient apart = porty.connect()) {
      together.send(joined(header, bytes(GET)));
      assertThat(together.message().body()).isEqualTo("hello");
      Wire.Message seen = backend.requests().get(0);
      assertThat(seen.first("X-Forwarded-For")).isEqualTo("192.0.2.7");
      // The header is not looked for a second time.
      together.send(GET);
      assertThat(together.message().body()).isEqualTo("hello");
      for (byte one : header) {
        apart.send(new byte[] {one});
      }
      for (byte one : bytes(GET)) {
        apart.send(new byte[] {one});
      }
      assertThat(apart.message().body()).isEqualTo("hello");
      assertThat(backend.requests().get(2).first("X-Forwarded-For")).isEqualTo("192.0.2.7");
    }
  }

  @Test
  void noByteBehindTheHeaderIsLostInTcp() {
    try (Backend echo = Backend.running(Backend.Connection::echo);
        RunningPorty porty = RunningPorty.tcp(echo.port(), FROM);
        RawClient together = porty.connect();
        RawClient apart = porty.connect()) {
      together.send(ProxyHeaders.v1("192.0.2.7", 1) + "first");
      assertThat(together.bytes(5)).isEqualTo("first");
      apart.send(ProxyHeaders.v2("192.0.2.7", 2));
      apart.send("second");
      assertThat(apart.bytes(6)).isEqualTo("second");
    }
  }

  /** A server that speaks first: nothing follows the header. */
  @Test
  void theHeaderAloneOpensTheConnection() {
    try (Backend greeting = Backend.running(connection -> connection.send("220 hello\r\n"));
        RunningPorty porty = RunningPorty.tcp(greeting.port(), FROM);
        RawClient client = porty.connect()) {
      client.send(ProxyHeaders.v1("192.0.2.7", 1));
      assertThat(client.line()).isEqualTo("220 hello");
    }
  }

  @Test
  void fromOthersTheHeaderIsNotLookedFor() {
    try (Backend backend = Backend.ok("hello");
        RunningPorty porty =
            RunningPorty.fixed(backend, "proxy_protocol_from = [\"192.0.2.0/24\", \"unix\"]");
        RawClient plain = porty.connect();
        RawClient header = porty.connect()) {
      assertThat(plain.get("/").body()).isEqualTo("hello");
      assertThat(backend.requests().get(0).first("X-Forwarded-For")).isEqualTo("127.0.0.1");
      header.send(ProxyHeaders.v1("192.0.2.7", 1) + GET);
      assertThat(header.message().status()).isEqualTo(400);
    }
  }

  @Test
  void aSecondHeaderIsBytesLikeOthers() {
    try (Backend backend = Backend.ok("hello");
        RunningPorty porty = RunningPorty.fixed(backend, FROM);
        RawClient client = porty.connect()) {
      client.send(ProxyHeaders.v1("192.0.2.7", 1) + ProxyHeaders.v1("192.0.2.8", 1) + GET);
      assertThat(client.message().status()).isEqualTo(400);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"PROXY UNKNOWN\r\n", "LOCAL"})
  void aHeaderThatNamesNobodyKeepsTheSocketsAddresses(String which) {
    byte[] header = which.equals("LOCAL") ? ProxyHeaders.local() : bytes(which);
    try (Backend backend = Backend.ok("hello");
        RunningPorty porty = RunningPorty.fixed(backend, FROM, "max_connections_per_client = 1");
        RawClient first = porty.connect();
        RawClient second = porty.connect()) {
      first.send(joined(header, bytes(GET)));
      assertThat(first.message().body()).isEqualTo("hello");
      assertThat(backend.requests().get(0).first("X-Forwarded-For")).isEqualTo("127.0.0.1");
      // Health checks are not a client that has its limit.
      second.send(joined(header, bytes(GET)));
      assertThat(second.message().body()).isEqualTo("hello");
    }
  }

  @Test
  void aPeerWithoutHeaderIsClosedAndCounted() {
    int admin = Ports.free();
    try (Backend backend = Backend.ok("hello");
        RunningPorty porty =
            RunningPorty.start(
                "log_requests = false\n[admin]\nlisten = \"127.0.0.1:"
                    + admin
                    + "\"\n[[routes]]\nname = \"r\"\nlisten = \"127.0.0.1:0\"\nmode = \"http\"\ntarget = \"127.0.0.1:"
                    + backend.port()
                    + "\"\n"
                    + FROM
                    + "\n");
        RawClient request = porty.connect();
        RawClient cut = porty.connect();
        RawClient good = porty.connect()) {
      porty.connect().close(); // a health check: no byte, no error
      request.send(GET);
      assertThat(request.isEnded()).isTrue();
      cut.send("PROXY TCP4 192.0");
      cut.close();
      good.send(ProxyHeaders.v1("192.0.2.7", 1) + GET);
      assertThat(good.message().body()).isEqualTo("hello");
      assertThat(backend.requests()).hasSize(1);
      await().until(() -> porty.porty().openConnections() == 1);
      try (RawClient visitor = RawClient.to(admin)) {
        assertThat(
                visitor.send("GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n").message().body())
            .contains(
                "porty_proxy_protocol_errors_total{listener=\"127.0.0.1:"
                    + porty.port()
                    + "\"} 2.0\n");
      }
    }
  }

  @Test
  void theLimitForAClientGoesByTheNamedOne() {
    try (Backend backend = Backend.ok("hello");
        RunningPorty porty = RunningPorty.fixed(backend, FROM, "max_connections_per_client = 1")) {
      List<RawClient> open = new ArrayList<>();
      for (int i = 1; i <= 5; i++) {
        RawClient client = porty.connect();
        open.add(client);
        client.send(ProxyHeaders.v1("192.0.2." + i, 1) + GET);
        assertThat(client.message().status()).isEqualTo(200);
      }
      try (RawClient again = porty.connect()) {
        again.send(ProxyHeaders.v1("192.0.2.3", 2) + GET);
        assertThat(again.message().status()).isEqualTo(503);
      }
      open.get(2).close();
      await()
          .untilAsserted(
              () -> {
                try (RawClient later = porty.connect()) {
                  later.send(ProxyHeaders.v1("192.0.2.3", 3) + GET);
                  assertThat(later.message().status()).isEqualTo(200);
                }
              });
      open.forEach(RawClient::close);
      await().until(() -> porty.porty().openConnections() == 0);
    }
  }

  /** Without a configured limit a client has its share, and the balancer is no client. */
  @Test
  void theBalancerItselfMayHaveEveryConnection() {
    try (Backend backend = Backend.ok("hello");
        RunningPorty porty = RunningPorty.fixed(backend, FROM, "max_connections = 20")) {
      List<RawClient> open = new ArrayList<>();
      for (int i = 1; i <= 20; i++) {
        RawClient client = porty.connect();
        open.add(client);
        client.send(ProxyHeaders.v1("192.0.2." + i, 1) + GET);
        assertThat(client.message().status()).isEqualTo(200);
      }
      open.forEach(RawClient::close);
    }
  }

  /** What was counted for the balancer itself is given back. */
  @Test
  void theBalancerCountsOnlyUntilItsHeaderIsRead() {
    String route =
        "[[routes]]\nname = \"r\"\nlisten = \"127.0.0.1:{port}\"\nmode = \"http\"\ntarget = \"{site}\"\nmax_connections_per_client = 1\n";
    try (TestPorty porty = TestPorty.with().backends("site").config(route + FROM)) {
      for (int i = 0; i < 3; i++) {
        try (RawClient client = RawClient.to(porty.port())) {
          client.send(ProxyHeaders.v1("192.0.2.7", i) + GET);
          assertThat(client.message().status()).isEqualTo(200);
        }
        await().until(() -> porty.porty().openConnections() == 0);
      }
      porty.reload(route);
      try (RawClient client = RawClient.to(porty.port())) {
        assertThat(client.get("/").status()).isEqualTo(200);
      }
    }
  }

  /** A reload that adds or removes the key holds for the next connections. */
  @Test
  void aReloadChangesWhoSendsHeaders() {
    String route =
        "[[routes]]\nname = \"r\"\nlisten = \"127.0.0.1:{port}\"\nmode = \"http\"\ntarget = \"{site}\"\n";
    try (TestPorty porty = TestPorty.with().backends("site").config(route)) {
      porty.reload(route + FROM);
      try (RawClient client = RawClient.to(porty.port())) {
        client.send("PROXY TCP4 192.0.2.7 ");
        await().until(() -> porty.porty().openConnections() == 1);
        porty.reload(route); // the one that has begun goes on
        client.send("203.0.113.9 1 2\r\n" + GET);
        assertThat(client.message().status()).isEqualTo(200);
        assertThat(porty.backend("site").last().headers().get("X-Forwarded-For"))
            .containsExactly("192.0.2.7");
      }
      try (RawClient client = RawClient.to(porty.port())) {
        assertThat(client.get("/").status()).isEqualTo(200);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"native", "jdk"})
  void tlsFollowsTheHeader(String provider) {
    try (Backend backend = Backend.ok("hello");
        RunningPorty porty = tls(provider, backend.port());
        TlsClient together = new TlsClient.Options(trust).connect(porty.port());
        TlsClient apart = new TlsClient.Options(trust).connect(porty.port())) {
      together.raw(joined(ProxyHeaders.v2("192.0.2.7", 4711), together.hello()));
      together.handshake().send(GET);
      assertThat(together.message()).endsWith("hello");
      apart.raw(bytes(ProxyHeaders.v1("192.0.2.8", 4711)));
      apart.handshake().send(GET);
      assertThat(apart.message()).endsWith("hello");
      assertThat(backend.requests())
          .extracting(request -> request.first("X-Forwarded-For"))
          .containsExactly("192.0.2.7", "192.0.2.8");
      assertThat(backend.requests().get(0).first("X-Forwarded-Proto")).isEqualTo("https");
    }
  }

  @Test
  void plainHttpBehindTheHeaderIsToldThatTlsIsExpected() {
    try (Backend backend = Backend.ok("hello");
        RunningPorty porty = tls("jdk", backend.port());
        RawClient client = porty.connect()) {
      client.send(ProxyHeaders.v1("192.0.2.7", 1) + GET);
      assertThat(client.message().status()).isEqualTo(400);
      assertThat(backend.requests()).isEmpty();
    }
  }

  /** Inside of TLS it is no header: an attacker could name anybody. */
  @Test
  void aHeaderInsideOfTlsIsBytesLikeOthers() {
    try (Backend backend = Backend.ok("hello");
        RunningPorty porty = tls("jdk", backend.port());
        TlsClient client = new TlsClient.Options(trust).connect(porty.port())) {
      client.raw(bytes(ProxyHeaders.v1("192.0.2.7", 1)));
      client.handshake().send(ProxyHeaders.v1("192.0.2.8", 1) + GET);
      assertThat(client.head()).startsWith("HTTP/1.1 400");
    }
  }

  @Test
  void theHeaderHasTheTimeOfTheHandshake() {
    try (Backend backend = Backend.ok("hello");
        RunningPorty porty = tls("jdk", backend.port(), ", handshake_timeout_seconds = 0.3");
        RawClient silent = porty.connect();
        RawClient slow = porty.connect()) {
      slow.send(ProxyHeaders.v1("192.0.2.7", 1));
      assertThat(silent.isEnded()).isTrue();
      assertThat(slow.isEnded()).isTrue();
      await().until(() -> porty.porty().openConnections() == 0);
    }
  }

  @Test
  void fieldsOfTrustedProxiesGoByTheNamedClient() {
    try (Backend backend = Backend.ok("hello");
        RunningPorty porty =
            RunningPorty.fixed(backend, FROM, "trusted_proxies = [\"192.0.2.7\"]")) {
      AtomicInteger at = new AtomicInteger();
      for (String client : List.of("192.0.2.7", "192.0.2.8")) {
        try (RawClient balancer = porty.connect()) {
          balancer.send(
              ProxyHeaders.v1(client, 1)
                  + "GET / HTTP/1.1\r\nHost: shop.test\r\nX-Forwarded-For: 198.51.100.1\r\n\r\n");
          balancer.message();
          assertThat(backend.requests().get(at.getAndIncrement()).first("X-Forwarded-For"))
              .isEqualTo(client.endsWith("7") ? "198.51.100.1, 192.0.2.7" : "192.0.2.8");
        }
      }
    }
  }

  @Test
  void theLogHasBothTheClientAndThePeer() throws Exception {
    Path log = folder.resolve("access.log");
    int peer;
    try (Backend backend = Backend.ok("hello")) {
      try (RunningPorty porty =
              RunningPorty.start(
                  "log_format = \"json\"\nlog_output = \""
                      + log
                      + "\"\n[[routes]]\nname = \"http\"\nlisten = \"127.0.0.1:0\"\nmode = \"http\"\ntarget = \"127.0.0.1:"
                      + backend.port()
                      + "\"\n"
                      + FROM
                      + "\n");
          RawClient client = porty.connect();
          RawClient local = porty.connect()) {
        peer = client.localPort();
        client.send(ProxyHeaders.v1("192.0.2.7", 4711) + GET);
        client.message();
        local.send(joined(ProxyHeaders.local(), bytes(GET)));
        local.message();
      }
      assertThat(Files.readAllLines(log))
          .anyMatch(
              line ->
                  line.contains(
                      "\"client\":\"192.0.2.7:4711\",\"peer\":\"127.0.0.1:" + peer + "\""))
          .anyMatch(line -> line.contains("\"client\":\"127.0.0.1:") && !line.contains("\"peer\""));
    }
  }

  @Test
  void aListenerTableHasTheKeyForItsRoutes() {
    try (Backend backend = Backend.ok("hello");
        RunningPorty porty =
            RunningPorty.start(
                "log_requests = false\n[[listeners]]\nname = \"public\"\naddress = \"127.0.0.1:0\"\nproxy_protocol_from = [\"127.0.0.1\"]\n[[routes]]\nname = \"r\"\nlistener = \"public\"\nmode = \"http\"\ntarget = \"127.0.0.1:"
                    + backend.port()
                    + "\"\n");
        RawClient client = porty.connect()) {
      client.send(ProxyHeaders.v1("192.0.2.7", 1) + GET);
      assertThat(client.message().body()).isEqualTo("hello");
    }
  }
}
