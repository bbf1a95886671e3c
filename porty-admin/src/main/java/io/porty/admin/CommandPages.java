package io.porty.admin;

import io.porty.api.log.LogLevel;
import io.porty.engine.control.AdminActions;
import io.porty.engine.runtime.RouteRuntime;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/** What a visitor may have done. */
final class CommandPages {

  private static final int MAX_WAIT_SECONDS = 3_600;

  private final AdminState inside;
  private final AdminActions actions;

  CommandPages(AdminState inside, AdminActions actions) {
    this.inside = inside;
    this.actions = actions;
  }

  AdminResponse reload(AdminRequest ask) {
    return alone(
        "reload",
        () -> {
          try {
            return AdminResponse.text(actions.reload());
          } catch (AdminActions.Refused e) {
            return AdminResponse.text(
                422,
                "reload failed, the running configuration stays active: " + e.getMessage() + "\n");
          }
        });
  }

  AdminResponse restart(AdminRequest ask) {
    return alone(
        "restart",
        () -> {
          try {
            return AdminResponse.text(actions.restart());
          } catch (AdminActions.Refused e) {
            return AdminResponse.text(
                422, "restart failed, this process continues: " + e.getMessage() + "\n");
          }
        });
  }

  /** Commands that take long: one at a time, or they would wait for each other's threads. */
  private AdminResponse alone(String command, Supplier<AdminResponse> work) {
    AtomicReference<String> running = inside.runningCommand();
    String other = running.compareAndExchange("", command);
    if (!other.isEmpty()) {
      return AdminResponse.text(409, "a " + other + " is under way; try again when it is over\n");
    }
    try {
      return work.get();
    } finally {
      running.set("");
    }
  }

  AdminResponse drain(AdminRequest ask) {
    int wait = ask.number("wait", 0, 0, MAX_WAIT_SECONDS);
    actions.drain(Duration.ofSeconds(wait));
    return AdminResponse.text(202, "draining" + (wait == 0 ? "" : " in " + wait + " s") + "\n");
  }

  /** How much of a route's traffic is logged, until the configuration is read again. */
  AdminResponse logLevel(AdminRequest ask) {
    String name =
        ask.parameter("route").orElseThrow(() -> new BadRequestException("route is missing"));
    LogLevel level = level(ask.parameter("level").orElse(""));
    List<RouteRuntime> routes =
        inside.routes().stream().filter(r -> r.facts().name().equals(name)).toList();
    if (routes.isEmpty()) {
      throw new BadRequestException("there is no route \"" + name + "\"; see /routes");
    }
    for (RouteRuntime route : routes) {
      if (!route.records().change(level)) {
        return AdminResponse.text(
            409,
            "route " + name + " is configured without a log; set log_requests = true and reload\n");
      }
    }
    return AdminResponse.text(name + ": " + level.name().toLowerCase(Locale.ROOT) + "\n");
  }

  private static LogLevel level(String text) {
    return Arrays.stream(LogLevel.values())
        .filter(level -> level.name().toLowerCase(Locale.ROOT).equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new BadRequestException(
                    "level is \"" + text + "\"; expected none, basic or verbose"));
  }
}
