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
