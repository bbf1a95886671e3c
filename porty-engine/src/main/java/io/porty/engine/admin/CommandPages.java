package io.porty.engine.admin;

import io.porty.api.log.LogLevel;
import io.porty.engine.generation.RunningRoute;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/** What a visitor may have done. */
final class CommandPages {

  private static final int LONGEST_WAIT_SECONDS = 3_600;

  private final Inside inside;
  private final AdminActions actions;

  CommandPages(Inside inside, AdminActions actions) {
    this.inside = inside;
    this.actions = actions;
  }

  Answer reload(Ask ask) {
    return alone(
        "reload",
        () -> {
          try {
            return Answer.text(actions.reload());
          } catch (AdminActions.Refused e) {
            return Answer.text(422, "not reloaded, what runs goes on: " + e.getMessage() + "\n");
          }
        });
  }

  Answer restart(Ask ask) {
    return alone(
        "restart",
        () -> {
          try {
            return Answer.text(actions.restart());
          } catch (AdminActions.Refused e) {
            return Answer.text(422, "not restarted, what runs goes on: " + e.getMessage() + "\n");
          }
        });
  }

  /** Commands that take long: one at a time, or they would wait for each other's threads. */
  private Answer alone(String command, Supplier<Answer> work) {
    AtomicReference<String> running = inside.runningCommand();
    String other = running.compareAndExchange("", command);
    if (!other.isEmpty()) {
      return Answer.text(409, "a " + other + " is under way; try again when it is over\n");
    }
    try {
      return work.get();
    } finally {
      running.set("");
    }
  }

  Answer drain(Ask ask) {
    int wait = ask.number("wait", 0, 0, LONGEST_WAIT_SECONDS);
    actions.drain(Duration.ofSeconds(wait));
    return Answer.text(202, "draining" + (wait == 0 ? "" : " in " + wait + " s") + "\n");
  }

  /** How much of a route's traffic is logged, until the configuration is read again. */
  Answer logLevel(Ask ask) {
    String name = ask.parameter("route").orElseThrow(() -> new BadAsk("route is missing"));
    LogLevel level = level(ask.parameter("level").orElse(""));
    List<RunningRoute> routes =
        inside.routes().stream().filter(r -> r.facts().name().equals(name)).toList();
    if (routes.isEmpty()) {
      throw new BadAsk("there is no route \"" + name + "\"; see /routes");
    }
    for (RunningRoute route : routes) {
      if (!route.records().change(level)) {
        return Answer.text(
            409,
            "route " + name + " is configured without a log; set log_requests = true and reload\n");
      }
    }
    return Answer.text(name + ": " + level.name().toLowerCase(Locale.ROOT) + "\n");
  }

  private static LogLevel level(String text) {
    return Arrays.stream(LogLevel.values())
        .filter(level -> level.name().toLowerCase(Locale.ROOT).equals(text))
        .findFirst()
        .orElseThrow(
            () -> new BadAsk("level is \"" + text + "\"; expected none, basic or verbose"));
  }
}
