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

/** One router of a chain behind its fence, and whose choice its targets are. Thread-safe. */
public final class GuardedRouter {

  static final Decision.Respond FAILED = Decision.respond(FailureCode.PLUGIN_FAILED);

  private final String name;
  private final PluginGuard guard;
  private final Router<RouteRequest> router;
  private final boolean clientChooses;
  private final Set<Target> named;
  private Decision.@Nullable To operators;
  private @Nullable Marked marked;

  /** A decision as the router gave it, and as a client's. */
  private record Marked(Decision.To given, Decision.To byClient) {}

  /**
   * @param name as in {@code routers}
   * @param guard of the plugin
   * @param router fits the mode's request type; the configuration was checked for that
   * @param clientChooses whether every target of it counts as a client's choice
   * @param named the targets that are the operator's choice otherwise
   */
  public GuardedRouter(
      String name,
      PluginGuard guard,
      Router<RouteRequest> router,
      boolean clientChooses,
      Set<Target> named) {
    this.name = name;
    this.guard = guard;
    this.router = router;
    this.clientChooses = clientChooses;
    this.named = Set.copyOf(named);
  }

  /**
   * One of Porty's own.
   *
   * @param owner for messages
   */
  public GuardedRouter(
      String name,
      String owner,
      Router<RouteRequest> router,
      boolean clientChooses,
      Set<Target> named) {
    this(name, new PluginGuard(owner, null), router, clientChooses, named);
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

  /** Logs what the router did wrong, with its plugin and the route. */
  void logFailure(String what, String route, @Nullable Throwable cause) {
    guard.logFailure(what + ", on a request of route " + route, cause);
  }

  /**
   * The router's answer, never null; a refusal if it fails. Whatever a plugin throws ends its own
   * request only.
   */
  public RouteAnswer ask(RouteRequest request) {
    try {
      RouteAnswer answer = router.route(request);
      if (answer != null) {
        return answer;
      }
      logFailure(
          "returned null in route(); it must answer a decision, Pass if it has none",
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
   * The router's decision, marked as the client's choice unless the operator made it: trust belongs
   * to who decided, not to the value. Routers that answer the same instance again cost nothing: the
   * last ones are remembered, and what loops overwrite of each other is only worked out anew.
   */
  @SuppressWarnings("ReferenceEquality") // the very object, without comparing
  Decision.To attributed(Decision.To to) {
    if (to.chosenByClient() || to == operators) {
      return to;
    }
    Marked before = marked;
    if (before != null && before.given() == to) {
      return before.byClient();
    }
    if (!clientChooses && named.contains(to.target()) && named.containsAll(to.fallbacks())) {
      operators = to;
      return to;
    }
    Marked fresh = new Marked(to, to.byClient());
    marked = fresh;
    return fresh.byClient();
  }
}
