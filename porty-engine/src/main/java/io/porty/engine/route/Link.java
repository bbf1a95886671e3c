package io.porty.engine.route;

import io.porty.api.Target;
import io.porty.api.route.Decision;
import io.porty.api.route.RouteAnswer;
import io.porty.api.route.RouteRequest;
import io.porty.api.route.Router;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * One router of a chain, and what is to be said of its mistakes: at most once a second, or the log
 * of a busy route would be nothing else. Thread-safe.
 */
public final class Link {

  static final Decision.Refuse FAILED =
      new Decision.Refuse(500, "plugin_failed", "A routing plugin failed");

  private static final long SAY_EVERY_NANOS = 1_000_000_000L;

  private final String name;
  private final String owner;
  private final Router<RouteRequest> router;
  private final boolean clientChooses;
  private final Set<Target> named;
  private Decision.@Nullable To operators;
  private @Nullable Marked marked;
  private final AtomicLong saidAt = new AtomicLong(System.nanoTime() - SAY_EVERY_NANOS);
  private final LongAdder unsaid = new LongAdder();

  /** A decision as the router gave it, and as a client's. */
  private record Marked(Decision.To given, Decision.To byClient) {}

  /**
   * @param name as in {@code routers}
   * @param owner the plugin, for the log
   * @param router fits the mode's request type; the configuration was checked for that
   * @param clientChooses whether every target of it counts as a client's choice
   * @param named the targets that are the operator's choice otherwise
   */
  public Link(
      String name,
      String owner,
      Router<RouteRequest> router,
      boolean clientChooses,
      Set<Target> named) {
    this.name = name;
    this.owner = owner;
    this.router = router;
    this.clientChooses = clientChooses;
    this.named = Set.copyOf(named);
  }

  public String name() {
    return name;
  }

  public String owner() {
    return owner;
  }

  public Router<RouteRequest> router() {
    return router;
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
      blame("answered null; it must answer a decision, Pass if it has none", null);
    } catch (OutOfMemoryError e) {
      throw e;
    } catch (Throwable e) {
      blame("failed on a request of route " + request.routeName(), e);
    }
    return FAILED;
  }

  /**
   * The router's decision, marked as the client's choice unless the operator made it: trust belongs
   * to who decided, not to the value. Routers that answer the same instance again cost nothing: the
   * last ones are remembered, and what loops overwrite of each other is only worked out anew.
   */
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

  void blame(String what, @Nullable Throwable cause) {
    long last = saidAt.get();
    long now = System.nanoTime();
    if (now - last < SAY_EVERY_NANOS || !saidAt.compareAndSet(last, now)) {
      unsaid.increment();
      return;
    }
    long before = unsaid.sumThenReset();
    String more = before == 0 ? "" : " (and " + before + " times before, not said)";
    LoggerFactory.getLogger(Link.class).error("{} {}{}", owner, what, more, cause);
  }
}
