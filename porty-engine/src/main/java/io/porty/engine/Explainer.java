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
 * Asks a route's routers one by one and writes down what each says. They are started first: what a
 * router answers may be what it has loaded then.
 */
final class Explainer {

  private static final String UNKNOWN = "not known without a client";

  private final ListenerWorker group;
  private final SampleRequest sample;
  private final List<Explanation.Step> steps = new ArrayList<>();
  private Decision.@Nullable Respond otherwise;

  private Explainer(ListenerWorker group, SampleRequest sample) {
    this.group = group;
    this.sample = sample;
  }

  /**
   * @param sample what is asked about; its route's name is not known yet
   */
  static Explanation explain(ListenerWorker group, SampleRequest sample) {
    return new Explainer(group, sample).explain();
  }

  private Explanation explain() {
    RouteRequest unrouted = request("").orElseGet(() -> http(""));
    Optional<Route> found = group.mode().routeFor(unrouted);
    if (found.isEmpty()) {
      return new Explanation(
          "none",
          List.of(),
          "421: no route on this port serves the host \"" + sample.authority() + "\"");
    }
    String name = found.get().facts().name();
    RouteRuntime route =
        group.routes().stream()
            .filter(one -> one.facts().name().equals(name))
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("no route " + name));
    return new Explanation(name, steps, ask(route));
  }

  /** Answers the outcome. */
  private String ask(RouteRuntime route) {
    Optional<RouteRequest> request = request(route.facts().name());
    List<GuardedRouter> links = route.chain().links();
    for (int i = 0; i < links.size(); i++) {
      RouteConfig.RouterChoice choice = route.config().routers().get(i);
      if (request.isEmpty() || !choice.factory().requestType().isInstance(request.get())) {
        step(choice, "cannot be asked without a client");
        return UNKNOWN;
      }
      String trouble = start(route, choice);
      if (trouble != null) {
        step(choice, trouble);
        return "not known: router " + choice.factory().name() + " did not start";
      }
      RouteAnswer answer = links.get(i).ask(request.get());
      if (answer instanceof RouteAnswer.Async later) {
        answer = await(later, route);
        if (answer == null) {
          step(choice, "decides later, but has not within " + route.timeout().toSeconds() + " s");
          return "504: a routing plugin did not answer in time";
        }
        step(choice, "decides later: " + DecisionText.of(answer));
      } else {
        step(choice, DecisionText.of(answer));
      }
      if (answer instanceof Decision.Pass pass) {
        otherwise = otherwise == null ? pass.whenNoneDecides() : otherwise;
      } else if (!(answer instanceof RouteAnswer.NeedMoreBytes)) {
        return DecisionText.of(answer);
      }
    }
    return otherwise == null
        ? "refused: no router of this route decides"
        : DecisionText.of(otherwise);
  }

  private void step(RouteConfig.RouterChoice choice, String answer) {
    List<String> settings = EffectiveConfig.lines(choice.settings(), choice.factory().keys());
    steps.add(new Explanation.Step(choice.factory().name(), answer, settings));
  }

  /** Answers why it could not be started; null if it runs. */
  private static @Nullable String start(RouteRuntime route, RouteConfig.RouterChoice choice) {
    for (ManagedComponent living : route.lives()) {
      if (living.is(choice.router())) {
        try {
          living.start();
        } catch (PluginException e) {
          return "cannot be asked: " + e.getMessage();
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
          ? Decision.respond(FailureCode.PLUGIN_FAILED, "A routing plugin failed (it came to null)")
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

  /** What routers are asked about; empty if nothing can be said without a client. */
  private Optional<RouteRequest> request(String route) {
    ModeFactory mode = group.config().mode();
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
