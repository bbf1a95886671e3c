package io.porty.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.porty.api.ProxyFacts;
import io.porty.api.plugin.PortyPlugin;
import io.porty.api.route.Decision;
import io.porty.api.route.RouteRequest;
import io.porty.api.route.RouterFactory;
import io.porty.fixture.Backend;
import io.porty.fixture.LeakCensus;
import io.porty.fixture.ProxyHeaders;
import io.porty.fixture.RawClient;
import io.porty.testkit.TestPorty;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a PROXY header says beyond addresses, for routers and logs. */
@ExtendWith(LeakCensus.class)
class ProxyFactsTest {

  /** The client has TLS with the balancer, and showed a certificate on this connection. */
  private static final String WITH_CERTIFICATE = "\3";

  private static final String VERIFIED = "\0\0\0\0";
  private static final String NOT_VERIFIED = "\0\0\0\24";

  @TempDir Path folder;

  private final List<Optional<ProxyFacts>> seen = new CopyOnWriteArrayList<>();

  private final PortyPlugin plugin =
      new PortyPlugin() {
        @Override
        public List<RouterFactory<?>> routers() {
          return List.of(
              RouterFactory.of(
                  "who", RouteRequest.class, List.of(), (settings, context) -> r -> sees(r)));
        }
      };

  private Decision sees(RouteRequest request) {
    seen.add(request.proxyFacts());
    seen.add(request.snapshot().orElseThrow().proxyFacts());
    return Decision.pass();
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private static byte[] header(String verify) {
    String ssl =
        WITH_CERTIFICATE
            + verify
            + text(ProxyHeaders.vector(0x21, "TLSv1.3"))
            + text(ProxyHeaders.vector(0x22, "alice"))
            + text(ProxyHeaders.vector(0x23, "TLS_AES_128_GCM_SHA256"));
    return ProxyHeaders.v2(
        "192.0.2.7",
        4711,
        ProxyHeaders.vector(1, "h2"),
        ProxyHeaders.vector(2, "shop.test"),
        ProxyHeaders.vector(5, "id-1"),
        ProxyHeaders.vector(0x20, ssl));
  }

  private TestPorty start(String mode, int backend, Path log) {
    return TestPorty.with(plugin)
        .config(
            "event_loops = 1\nlog_format = \"json\"\nlog_output = \""
                + log
                + "\"\n[[routes]]\nname = \"shop\"\nlisten = \"127.0.0.1:{port}\"\nmode = \""
                + mode
                + "\"\nproxy_protocol_from = [\"127.0.0.1\"]\nrouters = [\"who\", \"fixed\"]\ntarget = \"127.0.0.1:"
                + backend
                + "\"\n");
  }

  private void exchange(int port, byte[] header) {
    try (RawClient client = RawClient.to(port)) {
      client.send(header);
      client.send("GET / HTTP/1.1\r\nHost: shop.test\r\nConnection: close\r\n\r\n");
      assertThat(client.rest()).endsWith("hello");
    }
  }

  private static int id(String line) {
    return Integer.parseInt(line.replaceFirst(".*\"id\":(\\d+).*", "$1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "tcp"})
  void routersAndLogsHaveIt(String mode) throws Exception {
    Path log = folder.resolve("access.log");
    try (Backend backend =
        Backend.running(
            connection -> {
              connection.message();
              connection.send(
                  "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello");
            })) {
      try (TestPorty porty = start(mode, backend.port(), log)) {
        exchange(porty.port(), header(VERIFIED));
        exchange(porty.port(), header(NOT_VERIFIED));
        exchange(porty.port(), ProxyHeaders.v2("192.0.2.7", 4711));
      }
    }
    ProxyFacts.Ssl ssl = new ProxyFacts.Ssl("TLSv1.3", "TLS_AES_128_GCM_SHA256", "alice", true);
    ProxyFacts verified = new ProxyFacts("shop.test", "h2", "id-1", ssl);
    assertThat(seen).hasSize(6);
    assertThat(seen.subList(0, 2)).containsOnly(Optional.of(verified));
    assertThat(seen.get(2).orElseThrow().ssl().verified()).isFalse();
    assertThat(seen.subList(4, 6)).containsOnly(Optional.empty());
    // A connection may be recorded behind a later one; ids of one loop are in order.
    List<String> lines =
        Files.readAllLines(log).stream().sorted(Comparator.comparing(ProxyFactsTest::id)).toList();
    assertThat(lines).hasSize(3);
    assertThat(lines.get(0))
        .contains(
            "\"proxy_authority\":\"shop.test\",\"proxy_alpn\":\"h2\",\"proxy_unique_id\":\"id-1\",\"proxy_tls\":\"TLSv1.3\",\"proxy_cipher\":\"TLS_AES_128_GCM_SHA256\",\"proxy_client_cn\":\"alice\"");
    assertThat(lines.get(1))
        .as("a certificate that was not verified names nobody")
        .contains("\"proxy_tls\":\"TLSv1.3\"")
        .doesNotContain("alice");
    assertThat(lines.get(2)).contains("\"peer\":").doesNotContain("proxy_");
  }
}
