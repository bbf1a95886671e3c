package io.porty.engine.route;

import io.porty.api.FailureCode;
import io.porty.api.Target;
import io.porty.api.route.Decision;
import io.porty.api.route.RouteAnswer;
import io.porty.api.route.RouteRequest;
import io.porty.api.route.Router;
import io.porty.engine.plugin.PluginGuard;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One router of a chain, called through its {@link PluginGuard}. It also marks which decisions
 * count as the client's choice, for the target policy. Thread-safe; called on event loops.
 */
public final class GuardedRouter {

  static final Decision.Respond FAILED = Decision.respond(FailureCode.PLUGIN_FAILED);

  private final String name;
  private final PluginGuard guard;
  private final Router<RouteRequest> router;
  private final boolean clientChooses;
  private final Set<Target> operatorTargets;
  private Decision.@Nullable To operatorDecision;
  private @Nullable ClientDecision clientDecision;

  /** A decision as the router returned it, and marked as the client's choice. */
  private record ClientDecision(Decision.To given, Decision.To byClient) {}

  /**
   * @param name as in {@code routers}
   * @param guard the guard of the plugin
   * @param router accepts the mode's request type; the configuration check ensures that
   * @param clientChooses whether every target of it counts as the client's choice
   * @param operatorTargets otherwise, the targets that count as the operator's choice
   */
  public GuardedRouter(
      String name,
      PluginGuard guard,
      Router<RouteRequest> router,
      boolean clientChooses,
      Set<Target> operatorTargets) {
    this.name = name;
    this.guard = guard;
    this.router = router;
    this.clientChooses = clientChooses;
    this.operatorTargets = Set.copyOf(operatorTargets);
  }

  /**
   * A router of Porty itself.
   *
   * @param owner for messages
   */
  public GuardedRouter(
      String name,
      String owner,
      Router<RouteRequest> router,
      boolean clientChooses,
      Set<Target> operatorTargets) {
    this(name, new PluginGuard(owner, null), router, clientChooses, operatorTargets);
  }

  public String name() {
    return name;
  }

  public String owner() {
    return guard.owner();
  }

  public Router<RouteRequest> router() {
    return router;
  }

  /** Logs a failure of the router with its plugin and the route. */
  void logFailure(String failure, String route, @Nullable Throwable cause) {
    guard.logFailure(failure + ", on a request of route " + route, cause);
  }

  /** Calls the router. Never returns null; a failure becomes an error response for this request. */
  public RouteAnswer route(RouteRequest request) {
    try {
      RouteAnswer answer = router.route(request);
      if (answer != null) {
        return answer;
      }
      logFailure(
          "returned null from route(); return a decision, or Pass without one",
          name(request),
          null);
    } catch (OutOfMemoryError e) {
      throw e;
    } catch (Throwable e) {
      logFailure("failed in route()", name(request), e);
    }
    return FAILED;
  }

  private static String name(RouteRequest request) {
    try {
      return request.routeName();
    } catch (RuntimeException e) {
      return "?";
    }
  }

  /**
   * Marks a decision as the client's choice unless the operator has chosen all its targets. The
   * last decisions are cached without synchronization, so that routers that return the same
   * instance allocate nothing; a cache entry lost to a race is computed again.
   */
  @SuppressWarnings("ReferenceEquality") // compares by identity
  Decision.To attributed(Decision.To to) {
    if (to.chosenByClient() || to == operatorDecision) {
      return to;
    }
    ClientDecision cached = clientDecision;
    if (cached != null && cached.given() == to) {
      return cached.byClient();
    }
    if (!clientChooses
        && operatorTargets.contains(to.target())
        && operatorTargets.containsAll(to.fallbacks())) {
      operatorDecision = to;
      return to;
    }
    ClientDecision created = new ClientDecision(to, to.byClient());
    clientDecision = created;
    return created.byClient();
  }
}
