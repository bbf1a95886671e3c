package io.porty.engine.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.porty.api.Target;
import io.porty.api.route.Decision;
import io.porty.api.route.RouteAnswer;
import io.porty.api.route.RouteRequest;
import io.porty.api.route.Router;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RouterChainTest {

  private static final Target TARGET = new Target("a", 1);
  private static final Decision TO = Decision.to(TARGET, "test");
  private static final RouteRequest REQUEST =
      new StringRouteRequest("r", "GET", "/", "a", Map.of());

  @SafeVarargs
  private static RouterChain chain(Router<RouteRequest>... routers) {
    List<GuardedRouter> links = new ArrayList<>();
    for (Router<RouteRequest> router : routers) {
      links.add(
          new GuardedRouter("r" + links.size(), "test plugin", router, false, Set.of(TARGET)));
    }
    return new RouterChain("shop", links, Duration.ofMillis(100));
  }

  private static int status(RouteAnswer answer) throws Exception {
    Decision decision =
        answer instanceof RouteAnswer.Async later
            ? later.decision().toCompletableFuture().get(5, TimeUnit.SECONDS)
            : (Decision) answer;
    return decision instanceof Decision.Respond refuse ? refuse.status() : 0;
  }

  @Test
  void takesTheFirstThatDoesNotPass() {
    assertThat(
            chain(r -> Decision.pass(), r -> TO, r -> Decision.respond(400, "x", "x"))
                .route(REQUEST))
        .isSameAs(TO);
  }

  @Test
  void takesTheFirstHintWhenNobodyDecides() throws Exception {
    Decision hint = new Decision.Pass(new Decision.Respond(418, "teapot", "I am a teapot"));
    assertThat(status(chain(r -> Decision.pass(), r -> hint).route(REQUEST))).isEqualTo(418);
    assertThat(chain(r -> Decision.pass()).route(REQUEST)).isEqualTo(Decision.pass());
  }

  @Test
  void refusesWhenARouterThrowsOrAnswersNull() throws Exception {
    assertThat(
            status(
                chain(
                        r -> {
                          throw new IllegalStateException("on purpose");
                        },
                        r -> TO)
                    .route(REQUEST)))
        .isEqualTo(500);
    assertThat(status(chain(r -> null, r -> TO).route(REQUEST))).isEqualTo(500);
  }

  @Test
  void refusesWhenALaterAnswerFailsOrNeverComes() throws Exception {
    assertThat(
            status(
                chain(
                        r ->
                            new RouteAnswer.Async(
                                CompletableFuture.failedFuture(new RuntimeException("x"))))
                    .route(REQUEST)))
        .isEqualTo(500);
    assertThat(status(chain(r -> new RouteAnswer.Async(new CompletableFuture<>())).route(REQUEST)))
        .isEqualTo(504);
    assertThat(
            status(
                chain(r -> new RouteAnswer.Async(CompletableFuture.completedFuture(null)))
                    .route(REQUEST)))
        .isEqualTo(500);
  }
}
