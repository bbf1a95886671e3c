package io.porty.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.porty.api.Target;
import io.porty.api.plugin.PortyPlugin;
import io.porty.api.route.Decision;
import io.porty.api.route.RouteRequest;
import io.porty.api.route.RouterFactory;
import io.porty.fixture.RawClient;
import io.porty.testkit.Ports;
import io.porty.testkit.TestBackend;
import io.porty.testkit.TestPorty;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who answered, what was asked for, and how often it was tried: in the logs and in the metrics. */
class RetriesTest {

  private static final int DEAD = Ports.free();

  private static PortyPlugin turningTo(TestBackend live) {
    Decision decision =
        Decision.to(new Target("127.0.0.1", DEAD), "turns")
            .orElse(new Target("127.0.0.1", live.port()));
    return new PortyPlugin() {
      @Override
      public List<RouterFactory<?>> routers() {
        return List.of(
            RouterFactory.of(
                "turns",
                RouteRequest.class,
                List.of(),
                (settings, context) -> request -> decision));
      }
    };
  }

  private static final String LOGS =
      "log_format = [\"default\", \"plain\", \"json\", \"combined\"]\n";

  @Test
  void theLogsNameTheTargetThatAnswered() {
    try (TestBackend live = TestBackend.named("live");
        TestPorty porty =
            TestPorty.with(turningTo(live))
                .route(LOGS + "allow_targets = [\"127.0.0.1\"]\nrouters = [\"turns\"]\n")) {
      assertThat(porty.get("/x").body()).isEqualTo("live");
      await()
          .untilAsserted(
              () ->
                  assertThat(porty.traffic())
                      .containsPattern(
                          " RESPONSE route=test client=\\S+ target=127.0.0.1:"
                              + live.port()
                              + " by=turns retries=1 upstream_address=127.0.0.1:"
                              + live.port()
                              + " status=200")
                      .contains("├─ To: 127.0.0.1:" + live.port() + " (turns, after 1 retry)")
                      .contains(
                          "\"upstream\":\"127.0.0.1:"
                              + live.port()
                              + "\",\"by\":\"turns\",\"retries\":1,\"upstream_address\":\"127.0.0.1:"
                              + live.port()
                              + "\""));
    }
  }

  @Test
  void ofATcpConnectionToo() {
    try (TestBackend live = TestBackend.named("live");
        TestPorty porty =
            TestPorty.with(turningTo(live))
                .config(
                    "[[routes]]\nname = \"t\"\nlisten = \"127.0.0.1:{port}\"\nallow_targets = [\"127.0.0.1\"]\nrouters = [\"turns\"]\n"
                        + LOGS);
        RawClient client = RawClient.to(porty.port())) {
      assertThat(client.get("/x").body()).isEqualTo("live");
      client.close();
      await()
          .untilAsserted(
              () ->
                  assertThat(porty.traffic())
                      .containsPattern(
                          " CLOSE route=t client=\\S+ target=127.0.0.1:"
                              + live.port()
                              + " by=turns retries=1 upstream_address=127.0.0.1:"
                              + live.port()
                              + " up=")
                      .contains("├─ To: 127.0.0.1:" + live.port() + " (turns, after 1 retry)")
                      .contains("\"upstream\":\"127.0.0.1:" + live.port() + "\""));
    }
  }

  @Test
  void plainKeepsTheRequestOfWhatIsRefusedBeforeItIsRouted() {
    try (TestPorty porty =
            TestPorty.with().route("log_format = \"plain\"\nrouters = [\"dynamic\"]\n");
        RawClient client = RawClient.to(porty.port())) {
      assertThat(porty.get("/no/where?a=1").statusCode()).isEqualTo(400);
      client.send("GET /bad HTTP/1.1\r\nHost: a b\r\n\r\n");
      assertThat(client.message().status()).isEqualTo(400);
      await()
          .untilAsserted(
              () ->
                  assertThat(porty.traffic())
                      .containsPattern(
                          " FAILED route=test client=\\S+ status=400 bytes=\\d+ GET /no/where\\?a=1 error=\"")
                      .containsPattern(
                          " FAILED route=test \\S+ status=400 bytes=\\d+ GET /bad error=\""));
    }
  }

  @Test
  void whatIsDialledOnceMoreIsCounted() {
    int admin = Ports.free();
    try (TestPorty porty =
            TestPorty.with()
                .config(
                    """
                    log_requests = false
                    [admin]
                    listen = "127.0.0.1:%d"
                    [[routes]]
                    name = "a"
                    listen = "127.0.0.1:{port}"
                    mode = "http"
                    max_retries = 2
                    target = "127.0.0.1:%d"
                    """
                        .formatted(admin, DEAD));
        RawClient visitor = RawClient.to(admin)) {
      assertThat(porty.get("/").statusCode()).isEqualTo(502);
      assertThat(visitor.send("GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n").message().body())
          .contains("porty_retries_total{route=\"a\"} 2.0");
    }
  }

  @Test
  void eachTryIsCountedAtItsEndpoint() {
    int admin = Ports.free();
    try (TestBackend live = TestBackend.named("live");
        TestPorty porty =
            TestPorty.with(turningTo(live))
                .config(
                    """
                    log_requests = false
                    [admin]
                    listen = "127.0.0.1:%d"
                    [[routes]]
                    name = "h"
                    listen = "127.0.0.1:{port}"
                    mode = "http"
                    max_retries = 0
                    allow_targets = ["127.0.0.1"]
                    routers = ["turns"]
                    """
                        .formatted(admin));
        RawClient visitor = RawClient.to(admin)) {
      assertThat(porty.get("/").body()).isEqualTo("live");
      String metrics =
          visitor.send("GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n").message().body();

      assertThat(metrics)
          .contains(count("requests", DEAD, 1), count("failures", DEAD, 1))
          .contains(count("requests", live.port(), 1), count("failures", live.port(), 0))
          .doesNotContain("porty_target_");
    }
  }

  private static String count(String what, int port, int count) {
    return "porty_endpoint_%s_total{endpoint=\"127.0.0.1:%d\",route=\"h\"} %d.0"
        .formatted(what, port, count);
  }
}
