package io.porty.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.porty.api.Target;
import io.porty.api.route.Decision;
import io.porty.api.route.HttpRouteRequest;
import io.porty.api.route.RouteAnswer;
import io.porty.api.route.Router;
import io.porty.api.route.RouterFactory;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** The contract accepts a correct router and names what is wrong with each planted one. */
class RouterContractTest {

  private static final Target TARGET = new Target("127.0.0.1", 3000);

  /** A contract for a router without settings. */
  abstract static class Planted extends RouterContract {
    private final String name;
    private final Router<HttpRouteRequest> router;

    Planted(String name, Router<HttpRouteRequest> router) {
      this.name = name;
      this.router = router;
    }

    @Override
    protected RouterFactory<HttpRouteRequest> factory() {
      return RouterFactory.http(name, List.of(), (settings, context) -> router);
    }
  }

  static class CorrectContract extends Planted {
    CorrectContract() {
      super("correct", request -> Decision.to(TARGET, "planted"));
    }
  }

  static class CorrectLaterContract extends Planted {
    CorrectLaterContract() {
      super(
          "later",
          request ->
              RouteAnswer.async(
                  CompletableFuture.supplyAsync(() -> Decision.to(TARGET, "planted"))));
    }
  }

  static class BadNameContract extends Planted {
    BadNameContract() {
      super("Bad Name", request -> Decision.pass());
    }
  }

  static class NullContract extends Planted {
    @SuppressWarnings("NullAway") // the planted fault
    NullContract() {
      super("nothing", request -> null);
    }
  }

  static class ThrowingContract extends Planted {
    ThrowingContract() {
      super(
          "throwing",
          request -> {
            if (request.query().contains("%zz")) {
              throw new IllegalArgumentException("invalid escape");
            }
            return Decision.pass();
          });
    }
  }

  static class LateReaderContract extends Planted {
    LateReaderContract() {
      super(
          "late-reader",
          request ->
              RouteAnswer.async(
                  CompletableFuture.supplyAsync(
                      () -> {
                        LockSupport.parkNanos(20_000_000);
                        return request.path().isEmpty()
                            ? Decision.pass()
                            : Decision.to(TARGET, "planted");
                      })));
    }
  }

  static class BlockingContract extends Planted {
    BlockingContract() {
      super(
          "blocking",
          request -> {
            if (request.path().equals("/users")) {
              LockSupport.parkNanos(2_000_000);
            }
            return Decision.pass();
          });
    }
  }

  static class UnsafeContract extends Planted {
    UnsafeContract() {
      super("unsafe", new OneAtATime());
    }
  }

  /** Fails if two threads are inside at the same time. */
  private static final class OneAtATime implements Router<HttpRouteRequest> {
    private volatile Thread inside = Thread.currentThread();
    private volatile boolean used;

    @Override
    public RouteAnswer route(HttpRouteRequest request) {
      Thread self = Thread.currentThread();
      inside = self;
      used = true;
      for (int i = 0; i < 2_000; i++) {
        Thread.onSpinWait();
        if (used && inside != self) {
          throw new IllegalStateException("used by two threads");
        }
      }
      return Decision.pass();
    }
  }

  private static void expectFailure(Class<?> contract, String test) {
    assertThat(ContractRun.of(contract).failed()).contains(test);
  }

  @Test
  void correctRoutersPassEveryTest() {
    for (Class<?> contract : List.of(CorrectContract.class, CorrectLaterContract.class)) {
      ContractRun run = ContractRun.of(contract);
      assertThat(run.failed()).as(contract.getSimpleName()).isEmpty();
      assertThat(run.passed())
          .containsExactly(
              "answersEveryRequest",
              "answersWithoutBlocking",
              "doesNotReadTheRequestAfterItsAnswer",
              "hasAValidName",
              "isThreadSafe");
    }
  }

  @Test
  void aNameThatConfigurationsCannotHaveIsFound() {
    expectFailure(BadNameContract.class, "hasAValidName");
  }

  @Test
  void noAnswerIsFound() {
    expectFailure(NullContract.class, "answersEveryRequest");
  }

  @Test
  void anExceptionForAnInvalidEscapeIsFound() {
    expectFailure(ThrowingContract.class, "answersEveryRequest");
  }

  @Test
  void readingTheRequestAfterTheAnswerIsFound() {
    expectFailure(LateReaderContract.class, "doesNotReadTheRequestAfterItsAnswer");
  }

  @Test
  void blockingIsFound() {
    expectFailure(BlockingContract.class, "answersWithoutBlocking");
  }

  @Test
  void aRouterForOneThreadIsFound() {
    expectFailure(UnsafeContract.class, "isThreadSafe");
  }
}
