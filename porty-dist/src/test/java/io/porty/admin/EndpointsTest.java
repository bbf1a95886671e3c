package io.porty.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.porty.fixture.RawClient;
import io.porty.testkit.Ports;
import io.porty.testkit.TestBackend;
import io.porty.testkit.TestPorty;
import org.junit.jupiter.api.Test;

/** What metrics say of endpoints, whichever route and mode used them. */
class EndpointsTest {

  private static final String CONFIG =
      """
      log_requests = false
      [admin]
      listen = "127.0.0.1:%1$d"
      [[routes]]
      name = "h"
      listen = "127.0.0.1:{port}"
      mode = "http"
      target = "http://127.0.0.1:%2$d"
      [[routes]]
      name = "t"
      listen = "127.0.0.1:%3$d"
      target = "127.0.0.1:%2$d"
      """;

  private static String metrics(int admin) {
    return page(admin, "metrics");
  }

  private static String page(int admin, String name) {
    try (RawClient visitor = RawClient.to(admin)) {
      return visitor.send("GET /" + name + " HTTP/1.1\r\nHost: localhost\r\n\r\n").message().body();
    }
  }

  private static String gauge(String name, int port, int value) {
    return "porty_endpoint_%s{endpoint=\"127.0.0.1:%d\"} %d.0".formatted(name, port, value);
  }

  @Test
  void routesOfBothModesShareTheStateOfABackend() {
    int admin = Ports.free();
    int tcp = Ports.free();
    try (TestBackend backend = TestBackend.named("it");
        TestPorty porty = TestPorty.with().config(CONFIG.formatted(admin, backend.port(), tcp))) {
      int port = backend.port();
      try (RawClient client = RawClient.to(tcp)) {
        assertThat(client.get("/").body()).isEqualTo("it");
        assertThat(porty.get("/").body()).isEqualTo("it");
        // The TCP connection is under way; of the HTTP route an idle connection is left.
        await()
            .untilAsserted(
                () ->
                    assertThat(metrics(admin))
                        .contains(gauge("connections", port, 2))
                        .contains(gauge("requests_in_flight", port, 1)));
      }
      await()
          .untilAsserted(
              () ->
                  assertThat(metrics(admin))
                      .contains(gauge("connections", port, 1))
                      .contains(gauge("requests_in_flight", port, 0)));
    }
  }

  @Test
  void requestsNameTheAddressThatANameLedTo() {
    int admin = Ports.free();
    try (TestBackend backend = TestBackend.named("it");
        TestPorty porty =
            TestPorty.with()
                .config(
                    CONFIG
                        .formatted(admin, backend.port(), Ports.free())
                        .replace("http://127.0.0.1:", "http://localhost:"))) {
      page(admin, "requests"); // somebody watches now
      await()
          .untilAsserted(
              () -> {
                assertThat(porty.get("/").body()).isEqualTo("it");
                assertThat(page(admin, "requests"))
                    .containsPattern("\"target\": ?\"http://localhost:" + backend.port() + "\"")
                    .containsPattern("\"upstreamAddress\": ?\"127.0.0.1:" + backend.port() + "\"");
              });
    }
  }
}
