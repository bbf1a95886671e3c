package io.porty.engine;

import io.porty.api.mode.Route;
import io.porty.api.route.Decision;
import io.porty.api.route.Rewrite;
import io.porty.api.route.RouteAnswer;
import io.porty.engine.generation.RunningGroup;
import io.porty.engine.generation.RunningRoute;
import io.porty.engine.route.Link;
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
    StringRouteRequest request =
        new StringRouteRequest(route.facts().name(), method, requestTarget, authority, headers);
    List<Explanation.Step> steps = new ArrayList<>();
    Decision.Refuse otherwise = null;
    for (Link link : ((RunningRoute) route).chain().links()) {
      RouteAnswer answer = link.ask(request);
      steps.add(new Explanation.Step(link.name(), describe(answer)));
      if (!(answer instanceof Decision.Pass pass)) {
        return new Explanation(route.facts().name(), steps, describe(answer));
      }
      otherwise = otherwise == null ? pass.otherwise() : otherwise;
    }
    String last =
        otherwise == null ? "refused: no router of this route decides" : describe(otherwise);
    return new Explanation(route.facts().name(), steps, last);
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
    return answer instanceof RouteAnswer.Later ? "decides later" : "passes";
  }

  private static String changes(Rewrite rewrite) {
    return rewrite == Rewrite.none() ? "" : ", with " + rewrite;
  }

  private Explainer() {}
}
