package io.porty.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import io.porty.api.plugin.PortyPlugin;
import io.porty.api.route.Decision;
import io.porty.api.route.HttpRouteRequest;
import io.porty.api.route.RouteAnswer;
import io.porty.api.route.RouterFactory;
import io.porty.api.route.TcpRouteRequest;
import io.porty.fixture.Backend;
import io.porty.fixture.RawClient;
import io.porty.testkit.TestPorty;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A router that decides later, and then passes: the routers behind it are asked. */
class AsyncPassTest {

  private final List<String> seen = new CopyOnWriteArrayList<>();

  private static RouteAnswer laterPass() {
    return RouteAnswer.async(
        CompletableFuture.supplyAsync(
            Decision::pass, CompletableFuture.delayedExecutor(30, TimeUnit.MILLISECONDS)));
  }

  private final PortyPlugin plugin =
      new PortyPlugin() {
        @Override
        public List<RouterFactory<?>> routers() {
          return List.of(
              RouterFactory.http("later", List.of(), (settings, context) -> r -> laterPass()),
              RouterFactory.http("later2", List.of(), (settings, context) -> r -> laterPass()),
              RouterFactory.tcp("latertcp", List.of(), (settings, context) -> r -> waits(r)),
              RouterFactory.tcp("seestcp", List.of(), (settings, context) -> r -> sees(r)),
              RouterFactory.http("sees", List.of(), (settings, context) -> r -> sees(r)),
              RouterFactory.http(
                  "never",
                  List.of(),
                  (settings, context) -> r -> RouteAnswer.async(new CompletableFuture<>())));
        }
      };

  private static RouteAnswer waits(TcpRouteRequest request) {
    return request.firstBytes().length() == 0 && request.moreMayCome()
        ? RouteAnswer.needMoreBytes()
        : laterPass();
  }

  private Decision sees(TcpRouteRequest r) {
    seen.add(r.routeName() + " " + r.firstBytes() + " " + r.moreMayCome());
    return Decision.pass();
  }

  private Decision sees(HttpRouteRequest r) {
    seen.add(
        String.join(
            " ",
            r.routeName(),
            r.method(),
            r.path(),
            r.query(),
            r.authority(),
            r.header("x-a").orElse("-"),
            r.headers("X-B").toString(),
            r.cookie("c").orElse("-"),
            r.parameter("q").orElse("-"),
            String.valueOf(r.rawPath()),
            String.valueOf(r.rawHeader("X-A")),
            r.client().toString().contains("127.0.0.1") ? "client" : "?"));
    return Decision.pass();
  }

  @Test
  void theNextRouterDecides() {
    try (TestPorty porty =
            TestPorty.with(plugin)
                .backends("site")
                .route(
                    "routers = [\"later\", \"later2\", \"sees\", \"fixed\"]\ntarget = \"{site}\"\n");
        RawClient client = RawClient.to(porty.port());
        RawClient other = RawClient.to(porty.port())) {
      client.send(
          "GET /a%20b?q=1%202 HTTP/1.1\r\nHost: shop:80\r\nX-A: one\r\nX-B: 1\r\nx-b: 2\r\nCookie: c=d\r\n\r\n");
      // The loop's parser sees other heads before that is decided.
      assertThat(other.send("GET /other HTTP/1.1\r\nHost: x\r\n\r\n").message().body())
          .isEqualTo("site");
      assertThat(client.message().body()).isEqualTo("site");
      assertThat(porty.backend("site").received())
          .extracting(received -> received.uri())
          .contains("/a%20b?q=1%202", "/other");
    }
    assertThat(seen)
        .contains(
            "test GET /a%20b q=1%202 shop:80 one [1, 2] d 1 2 /a%20b one client",
            "test GET /other  x - [] - - /other null client");
  }

  @Test
  void whenNobodyDecidesItIsRefusedAsEver() {
    try (TestPorty porty = TestPorty.with(plugin).route("routers = [\"later\", \"sees\"]\n")) {
      assertThat(porty.get("/").statusCode()).isEqualTo(421);
    }
  }

  @Test
  void allOfThemTogetherHaveTheTimeOfOne() {
    try (TestPorty porty =
        TestPorty.with(plugin)
            .route("timeout_seconds = 1\nrouters = [\"later\", \"later2\", \"never\"]\n")) {
      long begin = System.nanoTime();
      assertThat(porty.get("/").statusCode()).isEqualTo(504);
      assertThat(System.nanoTime() - begin).isBetween(900_000_000L, 3_000_000_000L);
    }
  }

  @Test
  void ofATcpConnectionToo() {
    try (Backend site = Backend.ok("site");
        TestPorty porty =
            TestPorty.with(plugin)
                .config(
                    "[[routes]]\nname = \"t\"\nlisten = \"127.0.0.1:{port}\"\nrouters = [\"latertcp\", \"seestcp\", \"fixed\"]\ntarget = \"127.0.0.1:"
                        + site.port()
                        + "\"\n");
        RawClient client = RawClient.to(porty.port())) {
      assertThat(client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n").message().body())
          .isEqualTo("site");
    }
    assertThat(seen).containsExactly("t GET / HTTP/1.1\r\nHost: a\r\n\r\n false");
  }
}
