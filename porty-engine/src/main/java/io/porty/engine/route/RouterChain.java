package io.porty.engine.route;

import io.porty.api.route.Decision;
import io.porty.api.route.RouteAnswer;
import io.porty.api.route.RouteRequest;
import io.porty.api.route.Router;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * A route's routers as one: the first answer that is not Pass counts. A router that throws, answers
 * null or answers too late refuses the request, and the log names its plugin. Immutable, no
 * allocation of its own unless an answer comes later.
 */
public final class RouterChain implements Router<RouteRequest> {

  private static final Decision.Refuse FAILED =
      new Decision.Refuse(500, "plugin_failed", "A routing plugin failed");
  private static final Decision.Refuse LATE =
      new Decision.Refuse(504, "plugin_timeout", "A routing plugin did not answer in time");

  /**
   * One link of the chain.
   *
   * @param name as in {@code routers}
   * @param owner the plugin, for the log
   * @param router fits the mode's request type; the configuration was checked for that
   */
  public record Link(String name, String owner, Router<RouteRequest> router) {}

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
      RouteAnswer answer = ask(links[i], request);
      if (answer instanceof Decision.Pass pass) {
        otherwise = otherwise == null ? pass.otherwise() : otherwise;
        continue;
      }
      return answer instanceof RouteAnswer.Later later
          ? guarded(later, links[i], otherwise)
          : answer;
    }
    return otherwise == null ? Decision.pass() : otherwise;
  }

  /** One router's answer, never null; used by {@code porty explain} to ask them one by one. */
  public static RouteAnswer ask(Link link, RouteRequest request) {
    try {
      RouteAnswer answer = link.router().route(request);
      if (answer != null) {
        return answer;
      }
      LoggerFactory.getLogger(RouterChain.class)
          .error("{} answered null; it must answer a decision, Pass if it has none", link.owner());
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      LoggerFactory.getLogger(RouterChain.class)
          .error("{} failed on a request of route {}", link.owner(), request.routeName(), e);
    }
    return FAILED;
  }

  /**
   * A later Pass cannot ask the routers behind it, whose view is closed by then; the first hint or
   * a refusal stands in.
   */
  private RouteAnswer guarded(
      RouteAnswer.Later later, Link link, Decision.@Nullable Refuse otherwise) {
    CompletionStage<Decision> settled =
        later
            .decision()
            .toCompletableFuture()
            .copy()
            .completeOnTimeout(LATE, deadline.toMillis(), TimeUnit.MILLISECONDS)
            .handle((decision, failure) -> settle(decision, failure, link, otherwise));
    return new RouteAnswer.Later(settled);
  }

  private static Decision settle(
      @Nullable Decision decision,
      @Nullable Throwable failure,
      Link link,
      Decision.@Nullable Refuse otherwise) {
    if (failure != null || decision == null) {
      LoggerFactory.getLogger(RouterChain.class)
          .error("{} failed to decide later", link.owner(), failure);
      return FAILED;
    }
    if (decision == LATE) {
      LoggerFactory.getLogger(RouterChain.class).error("{} did not decide in time", link.owner());
    }
    return decision instanceof Decision.Pass && otherwise != null ? otherwise : decision;
  }
}
