package io.porty.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import io.porty.api.plugin.PortyPlugin;
import io.porty.api.route.Decision;
import io.porty.api.route.RouterFactory;
import io.porty.fixture.RawClient;
import io.porty.testkit.TestPorty;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A router that refuses by path, as the plugin page shows it. */
class PathGuardTest {

  private static final PortyPlugin GUARD =
      new PortyPlugin() {
        @Override
        public List<RouterFactory<?>> routers() {
          Decision forbidden = Decision.respond(403, "forbidden", "Not for you");
          return List.of(
              RouterFactory.http(
                  "guard",
                  List.of(),
                  (settings, context) ->
                      request -> {
                        String path = request.normalizedPath();
                        return path.equals("/admin")
                                || path.startsWith("/admin/")
                                || request.isPathAmbiguous()
                            ? forbidden
                            : Decision.pass();
                      }));
        }
      };

  private static int status(String target) {
    try (TestPorty porty =
            TestPorty.with(GUARD)
                .backends("site")
                .route("mode = \"http\"\nrouters = [\"guard\", \"fixed\"]\ntarget = \"{site}\"\n");
        RawClient client = RawClient.to(porty.port())) {
      return client.send("GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n").message().status();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/admin",
        "/admin/x",
        "/%61dmin/x",
        "/a/../admin/x",
        "//admin/x",
        "/./admin/x",
        "/a/%2e%2e/admin/x",
        "/x//../admin",
        "http://a/%61dmin"
      })
  void isNotPassedByAnotherSpelling(String target) {
    assertThat(status(target)).isEqualTo(403);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/administrator", "/x/admin", "/a%2fadmin", "/a//b"})
  void letsOtherPathsThrough(String target) {
    assertThat(status(target)).isEqualTo(200);
  }
}
