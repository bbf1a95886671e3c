package io.porty.engine;

import io.porty.api.mode.Route;
import io.porty.api.route.Decision;
import io.porty.api.route.Rewrite;
import io.porty.api.route.RouteAnswer;
import io.porty.api.route.RouteRequest;
import io.porty.api.route.TcpRouteRequest;
import io.porty.engine.config.EffectiveConfig;
import io.porty.engine.config.RouteConfig;
import io.porty.engine.generation.RunningGroup;
import io.porty.engine.generation.RunningRoute;
import io.porty.engine.route.Link;
import io.porty.engine.route.SilentTcpRequest;
import io.porty.engine.route.StringRouteRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Asks a route's routers one by one and writes down what each says. */
final class Explainer {

  static Explanation explain(
      RunningGroup group,
      String method,
      String authority,
      String requestTarget,
      Map<String, List<String>> headers) {
    StringRouteRequest unrouted =
        new StringRouteRequest("", method, requestTarget, authority, headers);
    Optional<Route> found = group.mode().routeFor(unrouted);
    if (found.isEmpty()) {
      return new Explanation(
          "none", List.of(), "421: no route on this port serves the host \"" + authority + "\"");
    }
    Route route = found.get();
    RunningRoute running = (RunningRoute) route;
    RouteRequest request =
        request(group, route.facts().name(), method, authority, requestTarget, headers);
    List<Explanation.Step> steps = new ArrayList<>();
    Decision.Refuse otherwise = null;
    List<Link> links = running.chain().links();
    for (int i = 0; i < links.size(); i++) {
      RouteConfig.RouterChoice choice = running.config().routers().get(i);
      List<String> settings = EffectiveConfig.lines(choice.settings(), choice.factory().keys());
      if (!choice.factory().requestType().isInstance(request)) {
        steps.add(
            new Explanation.Step(
                links.get(i).name(), "cannot be asked without a client", settings));
        return new Explanation(route.facts().name(), steps, "not known without a client");
      }
      RouteAnswer answer = links.get(i).ask(request);
      steps.add(new Explanation.Step(links.get(i).name(), describe(answer), settings));
      if (answer instanceof RouteAnswer.More) {
        continue;
      }
      if (!(answer instanceof Decision.Pass pass)) {
        return new Explanation(route.facts().name(), steps, describe(answer));
      }
      otherwise = otherwise == null ? pass.otherwise() : otherwise;
    }
    String last =
        otherwise == null ? "refused: no router of this route decides" : describe(otherwise);
    return new Explanation(route.facts().name(), steps, last);
  }

  /** What the routers of this group are asked about: a TCP client that has sent nothing. */
  private static RouteRequest request(
      RunningGroup group,
      String route,
      String method,
      String authority,
      String requestTarget,
      Map<String, List<String>> headers) {
    return group.config().mode().requestType().isAssignableFrom(TcpRouteRequest.class)
        ? new SilentTcpRequest(route)
        : new StringRouteRequest(route, method, requestTarget, authority, headers);
  }

  private static String describe(RouteAnswer answer) {
    if (answer instanceof Decision.To to) {
      return "forward to " + to.target() + " (" + to.note() + ")" + changes(to.rewrite());
    }
    if (answer instanceof Decision.Among among) {
      return "forward to one of "
          + among.candidates().stream()
              .map(c -> c.target() + " (weight " + c.weight() + ")")
              .collect(Collectors.joining(", "))
          + " ("
          + among.note()
          + ")"
          + changes(among.rewrite());
    }
    if (answer instanceof Decision.Refuse refuse) {
      return refuse.status() + ": " + refuse.reason();
    }
    if (answer instanceof RouteAnswer.More) {
      return "waits for what the client sends first";
    }
    return answer instanceof RouteAnswer.Later ? "decides later" : "passes";
  }

  private static String changes(Rewrite rewrite) {
    return rewrite == Rewrite.none() ? "" : ", with " + rewrite;
  }

  private Explainer() {}
}
