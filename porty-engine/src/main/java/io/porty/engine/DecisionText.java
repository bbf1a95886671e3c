package io.porty.engine;

import io.porty.api.route.Decision;
import io.porty.api.route.Rewrite;
import io.porty.api.route.RouteAnswer;
import java.util.stream.Collectors;

/** Formats a router's answer for {@code porty explain}. */
final class DecisionText {

  static String of(RouteAnswer answer) {
    if (answer instanceof Decision.To to) {
      return "forward to " + to.target() + " (" + to.note() + ")" + changes(to.rewrite());
    }
    if (answer instanceof Decision.Weighted weighted) {
      return "forward to one of "
          + weighted.candidates().stream()
              .map(c -> c.target() + " (weight " + c.weight() + ")")
              .collect(Collectors.joining(", "))
          + " ("
          + weighted.note()
          + ")"
          + changes(weighted.rewrite());
    }
    if (answer instanceof Decision.Respond response) {
      return response.status() + ": " + response.reason();
    }
    if (answer instanceof RouteAnswer.NeedMoreBytes) {
      return "waits for the first bytes of the client";
    }
    return answer instanceof RouteAnswer.Async ? "decides asynchronously" : "passes";
  }

  /** The rewrite; empty if it changes neither the request nor the response. */
  private static String changes(Rewrite rewrite) {
    boolean any =
        rewrite.dropped().isPresent()
            || rewrite.query() != null
            || !rewrite.request().isEmpty()
            || !rewrite.response().isEmpty();
    return any ? ", with " + rewrite : "";
  }

  private DecisionText() {}
}
