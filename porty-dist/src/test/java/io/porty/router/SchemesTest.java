package io.porty.router;

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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Targets with a scheme: spoken where Porty can, refused where it cannot. */
class SchemesTest {

  private static PortyPlugin answering(String scheme, TestBackend backend) {
    Target target = Target.parse(scheme + "127.0.0.1:" + backend.port());
    return new PortyPlugin() {
      @Override
      public List<RouterFactory<?>> routers() {
        return List.of(
            RouterFactory.of(
                "url",
                RouteRequest.class,
                List.of(),
                (settings, context) -> request -> Decision.to(target, "url")));
      }
    };
  }

  private static final String ROUTE =
      "log_format = \"json\"\ntimeout_seconds = 1\nallow_targets = [\"127.0.0.1\"]\nrouters = [\"url\"]\n";

  @ParameterizedTest
  @ValueSource(strings = {"http://", "tcp://", ""})
  void plainSchemesOfTheConfigurationAreSpokenByBothModes(String scheme) {
    int tcp = Ports.free();
    try (TestBackend backend = TestBackend.named("it");
        TestPorty porty =
            TestPorty.with()
                .config(
                    """
                    [[routes]]
                    name = "h"
                    listen = "127.0.0.1:{port}"
                    mode = "http"
                    target = "%1$s127.0.0.1:%2$d"
                    [[routes]]
                    name = "t"
                    listen = "127.0.0.1:%3$d"
                    target = "%1$s127.0.0.1:%2$d"
                    """
                        .formatted(scheme, backend.port(), tcp));
        RawClient client = RawClient.to(tcp)) {
      assertThat(porty.get("/").body()).isEqualTo("it");
      assertThat(client.get("/").body()).isEqualTo("it");
    }
  }

  @Test
  void aPooledPlainConnectionDoesNotServeATargetThatWantsTls() {
    try (TestBackend backend = TestBackend.named("it")) {
      Decision plain = Decision.to(new Target("127.0.0.1", backend.port()), "url");
      Decision tls = Decision.to(Target.parse("https://127.0.0.1:" + backend.port()), "url");
      PortyPlugin both =
          new PortyPlugin() {
            @Override
            public List<RouterFactory<?>> routers() {
              return List.of(
                  RouterFactory.of(
                      "url",
                      io.porty.api.route.HttpRouteRequest.class,
                      List.of(),
                      (settings, context) ->
                          request -> request.path().equals("/tls") ? tls : plain));
            }
          };
      try (TestPorty porty = TestPorty.with(both).route(ROUTE)) {
        assertThat(porty.get("/plain").statusCode()).isEqualTo(200);
        assertThat(porty.get("/tls").headers().firstValue("X-Porty-Error"))
            .contains("connect_timeout");
        assertThat(backend.received()).hasSize(1);
      }
    }
  }

  /** Nothing but the hello reaches a backend that speaks plain text. */
  @Test
  void aTcpConnectionToAPlainBackendThatShouldSpeakTlsIsClosedWithTheReasonInTheLog() {
    try (TestBackend backend = TestBackend.named("it");
        TestPorty porty =
            TestPorty.with(answering("tls://", backend))
                .config("[[routes]]\nname = \"t\"\nlisten = \"127.0.0.1:{port}\"\n" + ROUTE);
        RawClient client = RawClient.to(porty.port())) {
      assertThat(client.rest()).isEmpty();
      await()
          .untilAsserted(
              () ->
                  assertThat(porty.traffic())
                      .contains("\"error\":\"connect_timeout\"")
                      .contains("the handshake took too long"));
      assertThat(backend.received()).isEmpty();
    }
  }
}
