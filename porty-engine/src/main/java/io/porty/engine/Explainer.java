package io.porty.engine;

import io.porty.api.FailureCode;
import io.porty.api.mode.ModeFactory;
import io.porty.api.mode.Route;
import io.porty.api.mode.SampleRequest;
import io.porty.api.route.Decision;
import io.porty.api.route.HttpRouteRequest;
import io.porty.api.route.RouteAnswer;
import io.porty.api.route.RouteRequest;
import io.porty.api.route.TcpRouteRequest;
import io.porty.engine.config.EffectiveConfig;
import io.porty.engine.config.RouteConfig;
import io.porty.engine.lifecycle.ManagedComponent;
import io.porty.engine.plugin.PluginException;
import io.porty.engine.route.EmptyTcpRequest;
import io.porty.engine.route.GuardedRouter;
import io.porty.engine.route.StringRouteRequest;
import io.porty.engine.runtime.ListenerWorker;
import io.porty.engine.runtime.RouteRuntime;
import io.porty.net.diagnostics.PrintableThrowable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Calls the routers of a route one by one and records each answer. Routers are started first,
 * because many load in start() what they decide by. Blocks while a router decides asynchronously.
 */
final class Explainer {

  private static final String UNKNOWN = "unknown without a client connection";

  private final ListenerWorker worker;
  private final SampleRequest sample;
  private final List<Explanation.Step> steps = new ArrayList<>();
  private Decision.@Nullable Respond whenNoneDecides;

  private Explainer(ListenerWorker worker, SampleRequest sample) {
    this.worker = worker;
    this.sample = sample;
  }

  /**
   * Explains a request.
   *
   * @param sample the request; its route name is still empty
   */
  static Explanation explain(ListenerWorker worker, SampleRequest sample) {
    return new Explainer(worker, sample).explain();
  }

  private Explanation explain() {
    RouteRequest unrouted = request("").orElseGet(() -> http(""));
    Optional<Route> found = worker.mode().routeFor(unrouted);
    if (found.isEmpty()) {
      return new Explanation(
          "none",
          List.of(),
          "421: no route on this port serves the host \"" + sample.authority() + "\"");
    }
    String name = found.get().facts().name();
    RouteRuntime route =
        worker.routes().stream()
            .filter(one -> one.facts().name().equals(name))
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("no route " + name));
    return new Explanation(name, steps, callRouters(route));
  }

  /** Calls the routers of the route and returns the result as text. */
  private String callRouters(RouteRuntime route) {
    Optional<RouteRequest> request = request(route.facts().name());
    List<GuardedRouter> links = route.chain().routers();
    for (int i = 0; i < links.size(); i++) {
      RouteConfig.RouterChoice choice = route.config().routers().get(i);
      if (request.isEmpty() || !choice.factory().requestType().isInstance(request.get())) {
        step(choice, "cannot be called without a client connection");
        return UNKNOWN;
      }
      String startFailure = start(route, choice);
      if (startFailure != null) {
        step(choice, startFailure);
        return "unknown: router " + choice.factory().name() + " did not start";
      }
      RouteAnswer answer = links.get(i).route(request.get());
      if (answer instanceof RouteAnswer.Async later) {
        answer = await(later, route);
        if (answer == null) {
          step(
              choice,
              "decides asynchronously, but did not within " + route.timeout().toSeconds() + " s");
          return "504: a routing plugin did not decide within the timeout";
        }
        step(choice, "decides asynchronously: " + DecisionText.of(answer));
      } else {
        step(choice, DecisionText.of(answer));
      }
      if (answer instanceof Decision.Pass pass) {
        whenNoneDecides = whenNoneDecides == null ? pass.whenNoneDecides() : whenNoneDecides;
      } else if (!(answer instanceof RouteAnswer.NeedMoreBytes)) {
        return DecisionText.of(answer);
      }
    }
    return whenNoneDecides == null
        ? "refused: no router of this route decides"
        : DecisionText.of(whenNoneDecides);
  }

  private void step(RouteConfig.RouterChoice choice, String answer) {
    List<String> settings = EffectiveConfig.lines(choice.settings(), choice.factory().keys());
    steps.add(new Explanation.Step(choice.factory().name(), answer, settings));
  }

  /** Starts a router; returns the error message, or null if it runs. */
  private static @Nullable String start(RouteRuntime route, RouteConfig.RouterChoice choice) {
    for (ManagedComponent component : route.components()) {
      if (component.wraps(choice.router())) {
        try {
          component.start();
        } catch (PluginException e) {
          return "cannot be called: " + e.getMessage();
        }
      }
    }
    return null;
  }

  private static @Nullable Decision await(RouteAnswer.Async later, RouteRuntime route) {
    try {
      Decision decision =
          later
              .decision()
              .toCompletableFuture()
              .get(route.timeout().toMillis(), TimeUnit.MILLISECONDS);
      return decision == null
          ? Decision.respond(
              FailureCode.PLUGIN_FAILED, "A routing plugin failed (its decision is null)")
          : decision;
    } catch (TimeoutException e) {
      return null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    } catch (ExecutionException | RuntimeException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      return Decision.respond(
          FailureCode.PLUGIN_FAILED,
          "A routing plugin failed ("
              + PrintableThrowable.text(cause).replaceAll("[^ -~]", "?")
              + ")");
    }
  }

  /** The request that routers are called with; empty if the mode needs a real connection. */
  private Optional<RouteRequest> request(String route) {
    ModeFactory mode = worker.config().mode();
    Optional<RouteRequest> own =
        mode.sample(
            new SampleRequest(
                route, sample.method(), sample.authority(), sample.target(), sample.headers()));
    if (own.isPresent()) {
      return own;
    }
    Class<? extends RouteRequest> type = mode.requestType();
    if (type.isAssignableFrom(TcpRouteRequest.class)) {
      return Optional.of(new EmptyTcpRequest(route));
    }
    return type.isAssignableFrom(HttpRouteRequest.class)
        ? Optional.of(http(route))
        : Optional.empty();
  }

  private StringRouteRequest http(String route) {
    return new StringRouteRequest(
        route, sample.method(), sample.target(), sample.authority(), sample.headers());
  }
}
