package io.porty.engine;

import io.porty.api.route.Decision;
import io.porty.api.route.Rewrite;
import io.porty.api.route.RouteAnswer;
import java.util.stream.Collectors;

/** A router's answer in words. */
final class DecisionText {

  static String of(RouteAnswer answer) {
    if (answer instanceof Decision.To to) {
      return "forward to " + to.target() + " (" + to.note() + ")" + changes(to.rewrite());
    }
    if (answer instanceof Decision.Weighted among) {
      return "forward to one of "
          + among.candidates().stream()
              .map(c -> c.target() + " (weight " + c.weight() + ")")
              .collect(Collectors.joining(", "))
          + " ("
          + among.note()
          + ")"
          + changes(among.rewrite());
    }
    if (answer instanceof Decision.Respond refuse) {
      return refuse.status() + ": " + refuse.reason();
    }
    if (answer instanceof RouteAnswer.NeedMoreBytes) {
      return "waits for what the client sends first";
    }
    return answer instanceof RouteAnswer.Async ? "decides later" : "passes";
  }

  /** Empty where a request goes on as it is, and its answer comes back with the same fields. */
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
