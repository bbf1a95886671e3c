package io.porty.engine.route;

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

  private static final Decision.Refuse LATE =
      new Decision.Refuse(504, "plugin_timeout", "A routing plugin did not answer in time");

  private final Link[] links;
  private final Duration deadline;

  public RouterChain(List<Link> links, Duration deadline) {
    this.links = links.toArray(Link[]::new);
    this.deadline = deadline;
  }

  public List<Link> links() {
    return List.of(links);
  }

  @Override
  public RouteAnswer route(RouteRequest request) {
    Decision.Refuse otherwise = null;
    for (int i = 0; i < links.length; i++) {
      RouteAnswer answer = links[i].ask(request);
      if (answer instanceof Decision.To to) {
        return links[i].attributed(to);
      }
      if (answer instanceof Decision.Pass pass) {
        otherwise = otherwise == null ? pass.otherwise() : otherwise;
      } else if (answer instanceof RouteAnswer.Later later) {
        return guarded(later, links[i], otherwise);
      } else if (answer instanceof Decision decision) {
        return settled(decision, links[i]);
      } else if (request instanceof TcpRouteRequest tcp && tcp.moreMayCome()) {
        return answer;
      }
    }
    return otherwise == null ? Decision.pass() : otherwise;
  }

  /** A decision that a plugin has put together itself may not hold what it promises. */
  private static Decision settled(Decision decision, Link link) {
    try {
      Decision chosen =
          decision instanceof Decision.Among among
              ? Objects.requireNonNull(among.choose(ThreadLocalRandom.current().nextLong()))
              : decision;
      return chosen instanceof Decision.To to ? link.attributed(to) : chosen;
    } catch (RuntimeException | AssertionError e) {
      link.fence().blame("answered a decision from which no target can be taken", e);
      return Link.FAILED;
    }
  }

  /**
   * A later Pass cannot ask the routers behind it, whose view is closed by then; the first hint or
   * a refusal stands in.
   */
  private RouteAnswer guarded(
      RouteAnswer.Later later, Link link, Decision.@Nullable Refuse otherwise) {
    CompletableFuture<Decision> decision;
    try {
      decision = later.decision().toCompletableFuture().copy();
    } catch (OutOfMemoryError e) {
      throw e;
    } catch (Throwable e) {
      link.fence().blame("answered a Later whose stage cannot be waited for", e);
      return Link.FAILED;
    }
    CompletionStage<Decision> settled =
        decision
            .completeOnTimeout(LATE, deadline.toMillis(), TimeUnit.MILLISECONDS)
            .handle((result, failure) -> settle(result, failure, link, otherwise));
    return new RouteAnswer.Later(settled);
  }

  private static Decision settle(
      @Nullable Decision decision,
      @Nullable Throwable failure,
      Link link,
      Decision.@Nullable Refuse otherwise) {
    if (failure != null) {
      link.fence().blame("failed to decide later", unwrapped(failure));
      return Link.FAILED;
    }
    if (decision == null) {
      link.fence().blame("failed to decide later: its stage came to null, not to a decision", null);
      return Link.FAILED;
    }
    if (decision == LATE) {
      link.fence().blame("did not decide in time", null);
    }
    return decision instanceof Decision.Pass && otherwise != null
        ? otherwise
        : settled(decision, link);
  }

  private static Throwable unwrapped(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : null;
    return cause == null ? failure : cause;
  }
}
