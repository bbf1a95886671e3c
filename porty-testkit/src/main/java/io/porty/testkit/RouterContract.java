package io.porty.testkit;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.porty.api.Settings;
import io.porty.api.Target;
import io.porty.api.route.Decision;
import io.porty.api.route.HttpRouteRequest;
import io.porty.api.route.RouteAnswer;
import io.porty.api.route.RouteInfo;
import io.porty.api.route.Router;
import io.porty.api.route.RouterFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The contract of every HTTP router. Subclasses provide the factory and its settings; the inherited
 * tests run with theirs.
 *
 * @since 0.1
 */
public abstract class RouterContract {

  private static final int REQUESTS = 2_000;
  private static final long MAX_NANOS_EACH = 1_000_000;

  private final ExecutorService threads = Executors.newFixedThreadPool(4);
  private Router<HttpRouteRequest> router = request -> Decision.pass();

  /** The factory under test. */
  protected abstract RouterFactory<HttpRouteRequest> factory();

  /** Valid settings of the factory. */
  protected Settings settings() {
    return TestSettings.of();
  }

  /** Additional requests for the tests. */
  protected List<TestRequest> requests() {
    return List.of();
  }

  private List<TestRequest> all() {
    List<TestRequest> all = new ArrayList<>(requests());
    all.add(TestRequest.get("/"));
    all.add(TestRequest.get("/users?id=7&porty_host=api.internal&porty_port=3000"));
    all.add(TestRequest.get("/%zz?%zz=%&&=&a").with("Host", "[::1]:80"));
    all.add(TestRequest.get("//../..//?").with("Cookie", "=;;a=\"b;c").with("Host", ""));
    all.add(TestRequest.of("OPTIONS", "*"));
    all.add(TestRequest.get("/" + "x".repeat(10_000)));
    return all;
  }

  /** The context of the router under test. */
  private final class TestContext implements RouterFactory.Context {
    @Override
    public String portyVersion() {
      return "test";
    }

    @Override
    public Executor blocking() {
      return threads;
    }

    @Override
    public RouteInfo route() {
      return new RouteInfo("test", List.of(), Optional.of(new Target("127.0.0.1", 80)));
    }
  }

  @BeforeEach
  void createAndStart() throws Exception {
    router = factory().create(settings(), new TestContext());
    router.start();
  }

  @AfterEach
  void drainAndClose() throws Exception {
    router.drain();
    router.close();
    threads.shutdownNow();
  }

  private RouteAnswer ask(TestRequest request) {
    try (request) {
      return router.route(request);
    }
  }

  @Test
  void hasAValidName() {
    assertTrue(factory().name().matches("[a-z][a-z0-9_-]*"), factory().name());
  }

  @Test
  void answersEveryRequest() {
    for (TestRequest request : all()) {
      assertNotNull(ask(request), () -> "no answer to " + request);
    }
  }

  @Test
  void doesNotReadTheRequestAfterItsAnswer() throws Exception {
    for (TestRequest request : all()) {
      if (ask(request) instanceof RouteAnswer.Async later) {
        assertNotNull(
            assertDoesNotThrow(
                () -> later.decision().toCompletableFuture().get(30, TimeUnit.SECONDS)),
            "an asynchronous decision is null");
      }
    }
  }

  @Test
  void isThreadSafe() throws Exception {
    List<Callable<Integer>> callers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      callers.add(
          () -> {
            int answers = 0;
            for (int round = 0; round < REQUESTS / 100; round++) {
              for (TestRequest request : all()) {
                answers += ask(request) == null ? 0 : 1;
              }
            }
            return answers;
          });
    }
    ExecutorService loops = Executors.newFixedThreadPool(callers.size());
    try {
      for (Future<Integer> answers : loops.invokeAll(callers)) {
        assertTrue(answers.get() > 0);
      }
    } finally {
      loops.shutdownNow();
    }
  }

  @Test
  void answersWithoutBlocking() {
    for (int i = 0; i < REQUESTS; i++) {
      ask(TestRequest.get("/warm/up"));
    }
    long begin = System.nanoTime();
    for (int i = 0; i < REQUESTS; i++) {
      ask(TestRequest.get("/users?id=" + i));
    }
    long each = (System.nanoTime() - begin) / REQUESTS;
    assertTrue(
        each < MAX_NANOS_EACH,
        () ->
            "an answer takes " + each + " ns on average; use RouteAnswer.async for slow decisions");
  }
}
