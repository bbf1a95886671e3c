package io.porty.engine.route;

import io.porty.api.FailureCode;
import io.porty.api.route.Decision;
import io.porty.api.route.RouteAnswer;
import io.porty.api.route.RouteRequest;
import io.porty.api.route.Router;
import io.porty.api.route.TcpRouteRequest;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The routers of a route as one: the first answer that is not Pass decides. A router that throws,
 * returns null or exceeds the timeout fails the request, and the log names its plugin. Weighted
 * decisions are resolved to one target here. Immutable; called on event loops; allocates nothing
 * unless a router decides asynchronously.
 */
public final class RouterChain implements Router<RouteRequest> {

  private static final Decision.Respond TIMED_OUT = Decision.respond(FailureCode.PLUGIN_TIMEOUT);

  private final GuardedRouter[] routers;
  private final Duration deadline;
  private final String route;

  /**
   * @param route the route's name, for messages
   * @param deadline time limit of asynchronous decisions, for all routers together
   */
  public RouterChain(String route, List<GuardedRouter> routers, Duration deadline) {
    this.route = route;
    this.routers = routers.toArray(GuardedRouter[]::new);
    this.deadline = deadline;
  }

  public List<GuardedRouter> routers() {
    return List.of(routers);
  }

  @Override
  public RouteAnswer route(RouteRequest request) {
    return routeFrom(request, 0, null, 0);
  }

  /**
   * Calls the routers from an index on.
   *
   * @param whenNoneDecides the response if no router decides
   * @param endNanos deadline of asynchronous decisions; 0 if there has been none yet
   */
  private RouteAnswer routeFrom(
      RouteRequest request, int from, Decision.@Nullable Respond whenNoneDecides, long endNanos) {
    Decision.Respond hint = whenNoneDecides;
    for (int i = from; i < routers.length; i++) {
      RouteAnswer answer = routers[i].route(request);
      if (answer instanceof Decision.To to) {
        return routers[i].attributed(to);
      }
      if (answer instanceof Decision.Pass pass) {
        hint = hint == null ? pass.whenNoneDecides() : hint;
      } else if (answer instanceof RouteAnswer.Async async) {
        long deadlineNanos = endNanos == 0 ? System.nanoTime() + deadline.toNanos() : endNanos;
        return new PendingDecision(routers[i], i + 1, hint, deadlineNanos, snapshot(request, i + 1))
            .of(async);
      } else if (answer instanceof Decision decision) {
        return resolve(decision, routers[i]);
      } else if (request instanceof TcpRouteRequest tcp && tcp.moreMayCome()) {
        return answer;
      }
    }
    return hint == null ? Decision.pass() : hint;
  }

  /** A copy of the request for the remaining routers; null if there are none. */
  private @Nullable RouteRequest snapshot(RouteRequest request, int next) {
    return next == routers.length ? null : request.snapshot().orElse(null);
  }

  /** Resolves a weighted decision. A plugin's own implementation of a decision may be invalid. */
  private Decision resolve(Decision decision, GuardedRouter router) {
    try {
      Decision chosen =
          decision instanceof Decision.Weighted weighted
              ? Objects.requireNonNull(weighted.choose(ThreadLocalRandom.current().nextLong()))
              : decision;
      return chosen instanceof Decision.To to ? router.attributed(to) : chosen;
    } catch (RuntimeException | AssertionError e) {
      router.logFailure("returned a decision without a usable target", route, e);
      return GuardedRouter.FAILED;
    }
  }

  /**
   * An asynchronous decision in progress.
   *
   * @param router the router that decides
   * @param next index of the router to call if it passes
   * @param whenNoneDecides the response if no router decides
   * @param snapshot the request for the next routers; null if there are none or it has no copy
   */
  private final class PendingDecision {
    private final GuardedRouter router;
    private final int next;
    private final Decision.@Nullable Respond whenNoneDecides;
    private final long endNanos;
    private final @Nullable RouteRequest snapshot;

    PendingDecision(
        GuardedRouter router,
        int next,
        Decision.@Nullable Respond whenNoneDecides,
        long endNanos,
        @Nullable RouteRequest snapshot) {
      this.router = router;
      this.next = next;
      this.whenNoneDecides = whenNoneDecides;
      this.endNanos = endNanos;
      this.snapshot = snapshot;
    }

    RouteAnswer of(RouteAnswer.Async async) {
      CompletableFuture<Decision> decision;
      try {
        decision = async.decision().toCompletableFuture().copy();
      } catch (OutOfMemoryError e) {
        throw e;
      } catch (Throwable e) {
        router.logFailure("returned an Async whose stage cannot be awaited", route, e);
        return GuardedRouter.FAILED;
      }
      long remainingNanos = Math.max(1, endNanos - System.nanoTime());
      return new RouteAnswer.Async(
          decision
              .completeOnTimeout(TIMED_OUT, remainingNanos, TimeUnit.NANOSECONDS)
              .handle(this::checked)
              .thenCompose(this::orContinue));
    }

    private Decision checked(@Nullable Decision decision, @Nullable Throwable failure) {
      if (failure != null) {
        router.logFailure("failed to decide asynchronously", route, unwrap(failure));
        return GuardedRouter.FAILED;
      }
      if (decision == null) {
        router.logFailure(
            "failed to decide asynchronously: its stage completed with null", route, null);
        return GuardedRouter.FAILED;
      }
      if (decision == TIMED_OUT) {
        router.logFailure("did not decide within the timeout", route, null);
      }
      return decision;
    }

    private CompletionStage<Decision> orContinue(Decision decision) {
      if (!(decision instanceof Decision.Pass pass)) {
        return CompletableFuture.completedFuture(resolve(decision, router));
      }
      Decision.Respond hint = whenNoneDecides == null ? pass.whenNoneDecides() : whenNoneDecides;
      RouteAnswer answer =
          snapshot != null
              ? routeFrom(snapshot, next, hint, endNanos)
              : hint == null ? Decision.pass() : hint;
      if (answer instanceof RouteAnswer.Async async) {
        return async.decision();
      }
      return CompletableFuture.completedFuture(
          answer instanceof Decision completed ? completed : Decision.pass());
    }
  }

  private static Throwable unwrap(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : null;
    return cause == null ? failure : cause;
  }
}
