package io.porty.engine;

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
import io.porty.engine.diagnostics.PrintableThrowable;
import io.porty.engine.generation.RunningGroup;
import io.porty.engine.generation.RunningRoute;
import io.porty.engine.life.Living;
import io.porty.engine.plugin.PluginException;
import io.porty.engine.route.Link;
import io.porty.engine.route.SilentTcpRequest;
import io.porty.engine.route.StringRouteRequest;
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

  private final RunningGroup group;
  private final SampleRequest sample;
  private final List<Explanation.Step> steps = new ArrayList<>();
  private Decision.@Nullable Refuse otherwise;

  private Explainer(RunningGroup group, SampleRequest sample) {
    this.group = group;
    this.sample = sample;
  }

  /**
   * @param sample what is asked about; its route's name is not known yet
   */
  static Explanation explain(RunningGroup group, SampleRequest sample) {
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
    RunningRoute route =
        group.routes().stream()
            .filter(one -> one.facts().name().equals(name))
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("no route " + name));
    return new Explanation(name, steps, ask(route));
  }

  /** Answers the outcome. */
  private String ask(RunningRoute route) {
    Optional<RouteRequest> request = request(route.facts().name());
    List<Link> links = route.chain().links();
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
      if (answer instanceof RouteAnswer.Later later) {
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
        otherwise = otherwise == null ? pass.otherwise() : otherwise;
      } else if (!(answer instanceof RouteAnswer.More)) {
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
  private static @Nullable String start(RunningRoute route, RouteConfig.RouterChoice choice) {
    for (Living living : route.lives()) {
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

  private static @Nullable Decision await(RouteAnswer.Later later, RunningRoute route) {
    try {
      Decision decision =
          later
              .decision()
              .toCompletableFuture()
              .get(route.timeout().toMillis(), TimeUnit.MILLISECONDS);
      return decision == null
          ? Decision.refuse(500, "plugin_failed", "A routing plugin failed (it came to null)")
          : decision;
    } catch (TimeoutException e) {
      return null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    } catch (ExecutionException | RuntimeException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      return Decision.refuse(
          500,
          "plugin_failed",
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
      return Optional.of(new SilentTcpRequest(route));
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
