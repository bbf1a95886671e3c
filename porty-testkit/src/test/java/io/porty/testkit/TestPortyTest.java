package io.porty.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.porty.api.plugin.PortyPlugin;
import io.porty.api.route.Decision;
import io.porty.api.route.RouterFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TestPortyTest {

  /** Sends /teapot nowhere: it responds itself. */
  public static final class TeapotPlugin implements PortyPlugin {
    @Override
    public List<RouterFactory<?>> routers() {
      return List.of(
          RouterFactory.http(
              "teapot",
              List.of(),
              (settings, context) ->
                  request ->
                      request.path().equals("/teapot")
                          ? Decision.respond(418, "teapot", "short and stout")
                          : Decision.pass()));
    }
  }

  @RegisterExtension
  static final PortyExtension SHARED =
      PortyExtension.with(new TeapotPlugin())
          .backends("site")
          .route(
              """
              routers = ["teapot", "fixed"]
              target = "{site}"
              """);

  @Test
  void theExtensionRunsAPortyWithThePlugin() {
    assertThat(SHARED.get("/teapot").statusCode()).isEqualTo(418);
    assertThat(SHARED.get("/", "X-A", "1").body()).isEqualTo("site");
    assertThat(SHARED.backend("site").last().headers().get("x-a")).containsExactly("1");
  }

  @Test
  void reloadingTheRouteChangesItsTarget() {
    try (TestPorty porty = TestPorty.with().backends("one", "two").route("target = \"{one}\"\n")) {
      assertThat(porty.get("/").body()).isEqualTo("one");
      int port = porty.port();
      porty.reloadRoute("target = \"{two}\"\n");
      assertThat(porty.get("/").body()).isEqualTo("two");
      assertThat(porty.port()).isEqualTo(port);
    }
  }

  @Test
  void aListenerHasItsOwnSettings() {
    try (TestPorty porty =
        TestPorty.with()
            .backends("site")
            .listener("max_head_bytes = 8192\n")
            .route("target = \"{site}\"\n")) {
      assertThat(porty.get("/").statusCode()).isEqualTo(200);
      assertThat(porty.get("/", "X-Long", "x".repeat(9_000)).statusCode()).isEqualTo(431);
    }
  }

  @Test
  void aWholeConfigurationMayHaveSeveralRoutesOnOnePort() {
    try (TestPorty porty =
        TestPorty.with()
            .backends("a", "b")
            .config(
                """
                [[routes]]
                name = "a"
                mode = "http"
                listen = "127.0.0.1:{port}"
                host = "a.test"
                target = "{a}"
                [[routes]]
                name = "b"
                mode = "http"
                listen = "127.0.0.1:{port}"
                target = "{b}"
                """)) {
      assertThat(porty.get("/").body()).isEqualTo("b");
      assertThat(porty.backend("a").received()).isEmpty();
    }
  }

  @Test
  void aMistakeInTheConfigurationFailsTheTestWithItsMessage() {
    assertThatThrownBy(() -> TestPorty.with().route("targt = \"127.0.0.1:1\"\n"))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("targt")
        .hasMessageContaining("target");
  }

  @Test
  void anUnknownBackendIsNamed() {
    assertThatThrownBy(() -> SHARED.backend("shop"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no backend \"shop\" among [site]");
  }

  @Test
  void afterCloseNothingListens() {
    TestPorty porty = TestPorty.with().backends("site").route("target = \"{site}\"\n");
    URI url = porty.url("/");
    porty.close();
    assertThatThrownBy(
            () -> {
              try {
                url.toURL().openStream().close();
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            })
        .hasCauseInstanceOf(ConnectException.class);
  }

  @Test
  void beforeItsStartItSaysSo() {
    try (TestPorty porty = TestPorty.with()) {
      assertThatThrownBy(porty::port)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("not started");
    }
  }
}
