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

/** The commands of the admin endpoint: reload, restart, drain, log level. */
final class CommandPages {

  private static final int MAX_WAIT_SECONDS = 3_600;

  private final AdminState state;
  private final AdminActions actions;

  CommandPages(AdminState state, AdminActions actions) {
    this.state = state;
    this.actions = actions;
  }

  AdminResponse reload(AdminRequest request) {
    return exclusively(
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

  AdminResponse restart(AdminRequest request) {
    return exclusively(
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

  /** Runs a long command unless another one is running; that one would hold this one's thread. */
  private AdminResponse exclusively(String name, Supplier<AdminResponse> command) {
    AtomicReference<String> running = state.runningCommand();
    String other = running.compareAndExchange("", name);
    if (!other.isEmpty()) {
      return AdminResponse.text(
          409, "a " + other + " is in progress; try again when it has finished\n");
    }
    try {
      return command.get();
    } finally {
      running.set("");
    }
  }

  AdminResponse drain(AdminRequest request) {
    int wait = request.number("wait", 0, 0, MAX_WAIT_SECONDS);
    actions.drain(Duration.ofSeconds(wait));
    return AdminResponse.text(202, "draining" + (wait == 0 ? "" : " in " + wait + " s") + "\n");
  }

  /** Sets the log level of a route until the next reload. */
  AdminResponse logLevel(AdminRequest request) {
    String name =
        request.parameter("route").orElseThrow(() -> new BadRequestException("route is missing"));
    LogLevel level = level(request.parameter("level").orElse(""));
    List<RouteRuntime> routes =
        state.routes().stream().filter(r -> r.facts().name().equals(name)).toList();
    if (routes.isEmpty()) {
      throw new BadRequestException("unknown route \"" + name + "\"; see /routes");
    }
    for (RouteRuntime route : routes) {
      if (!route.records().setLevel(level)) {
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
