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
 * A route's routers as one: the first answer that is not Pass counts. A router that throws, answers
 * null or answers too late refuses the request, and the log names its plugin. One of several
 * candidates is chosen here. Immutable, no allocation of its own unless an answer comes later.
 */
public final class RouterChain implements Router<RouteRequest> {

  private static final Decision.Respond LATE = Decision.respond(FailureCode.PLUGIN_TIMEOUT);

  private final GuardedRouter[] links;
  private final Duration deadline;
  private final String route;

  /**
   * @param route its name, for messages
   * @param deadline for answers that come later
   */
  public RouterChain(String route, List<GuardedRouter> links, Duration deadline) {
    this.route = route;
    this.links = links.toArray(GuardedRouter[]::new);
    this.deadline = deadline;
  }

  public List<GuardedRouter> links() {
    return List.of(links);
  }

  @Override
  public RouteAnswer route(RouteRequest request) {
    return ask(request, 0, null, 0);
  }

  /**
   * Asks from one router on.
   *
   * @param otherwise what the client reads if nobody decides
   * @param endNanos by when a later decision has to be there; 0 if none has been waited for yet
   */
  private RouteAnswer ask(
      RouteRequest request, int from, Decision.@Nullable Respond otherwise, long endNanos) {
    Decision.Respond hint = otherwise;
    for (int i = from; i < links.length; i++) {
      RouteAnswer answer = links[i].ask(request);
      if (answer instanceof Decision.To to) {
        return links[i].attributed(to);
      }
      if (answer instanceof Decision.Pass pass) {
        hint = hint == null ? pass.whenNoneDecides() : hint;
      } else if (answer instanceof RouteAnswer.Async later) {
        long end = endNanos == 0 ? System.nanoTime() + deadline.toNanos() : endNanos;
        return new Late(links[i], i + 1, hint, end, kept(request, i + 1)).of(later);
      } else if (answer instanceof Decision decision) {
        return settled(decision, links[i]);
      } else if (request instanceof TcpRouteRequest tcp && tcp.moreMayCome()) {
        return answer;
      }
    }
    return hint == null ? Decision.pass() : hint;
  }

  /** The request for the routers that may still be asked when its view is closed; null if none. */
  private @Nullable RouteRequest kept(RouteRequest request, int next) {
    return next == links.length ? null : request.snapshot().orElse(null);
  }

  /** A decision that a plugin has put together itself may not hold what it promises. */
  private Decision settled(Decision decision, GuardedRouter link) {
    try {
      Decision chosen =
          decision instanceof Decision.Weighted among
              ? Objects.requireNonNull(among.choose(ThreadLocalRandom.current().nextLong()))
              : decision;
      return chosen instanceof Decision.To to ? link.attributed(to) : chosen;
    } catch (RuntimeException | AssertionError e) {
      link.logFailure("answered a decision from which no target can be taken", route, e);
      return GuardedRouter.FAILED;
    }
  }

  /**
   * A decision that is still being made.
   *
   * @param link who makes it
   * @param next who is asked if it comes to a pass
   * @param otherwise what the client reads if nobody decides
   * @param kept what those are asked about; null if nobody is left, or it cannot be kept
   */
  private final class Late {
    private final GuardedRouter link;
    private final int next;
    private final Decision.@Nullable Respond otherwise;
    private final long endNanos;
    private final @Nullable RouteRequest kept;

    Late(
        GuardedRouter link,
        int next,
        Decision.@Nullable Respond otherwise,
        long endNanos,
        @Nullable RouteRequest kept) {
      this.link = link;
      this.next = next;
      this.otherwise = otherwise;
      this.endNanos = endNanos;
      this.kept = kept;
    }

    RouteAnswer of(RouteAnswer.Async later) {
      CompletableFuture<Decision> decision;
      try {
        decision = later.decision().toCompletableFuture().copy();
      } catch (OutOfMemoryError e) {
        throw e;
      } catch (Throwable e) {
        link.logFailure("answered a Later whose stage cannot be waited for", route, e);
        return GuardedRouter.FAILED;
      }
      long left = Math.max(1, endNanos - System.nanoTime());
      return new RouteAnswer.Async(
          decision
              .completeOnTimeout(LATE, left, TimeUnit.NANOSECONDS)
              .handle(this::checked)
              .thenCompose(this::orNext));
    }

    private Decision checked(@Nullable Decision decision, @Nullable Throwable failure) {
      if (failure != null) {
        link.logFailure("failed to decide later", route, unwrapped(failure));
        return GuardedRouter.FAILED;
      }
      if (decision == null) {
        link.logFailure(
            "failed to decide later: its stage came to null, not to a decision", route, null);
        return GuardedRouter.FAILED;
      }
      if (decision == LATE) {
        link.logFailure("did not decide in time", route, null);
      }
      return decision;
    }

    private CompletionStage<Decision> orNext(Decision decision) {
      if (!(decision instanceof Decision.Pass pass)) {
        return CompletableFuture.completedFuture(settled(decision, link));
      }
      Decision.Respond hint = otherwise == null ? pass.whenNoneDecides() : otherwise;
      RouteAnswer answer =
          kept != null ? ask(kept, next, hint, endNanos) : hint == null ? Decision.pass() : hint;
      if (answer instanceof RouteAnswer.Async later) {
        return later.decision();
      }
      return CompletableFuture.completedFuture(
          answer instanceof Decision now ? now : Decision.pass());
    }
  }

  private static Throwable unwrapped(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : null;
    return cause == null ? failure : cause;
  }
}
