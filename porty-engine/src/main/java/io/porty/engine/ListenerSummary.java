package io.porty.engine;

import io.porty.api.Key;
import io.porty.engine.config.ConfigDiff;
import io.porty.engine.config.PortyConfig;
import io.porty.engine.config.RouteConfig;
import io.porty.engine.runtime.ActiveConfig;
import io.porty.engine.runtime.ListenerWorker;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Describes a configuration with one line for each listener, and the changes between two. */
final class ListenerSummary {

  /** Of the mode {@code http}. */
  private static final Key<Boolean> REDIRECT = Key.bool("redirect", false, "308 to https");

  static List<String> of(ActiveConfig active) {
    List<String> lines = new ArrayList<>();
    for (ListenerWorker worker : active.workers()) {
      String routes =
          worker.config().routes().stream()
              .map(ListenerSummary::of)
              .collect(Collectors.joining("; "));
      lines.add(
          worker.config().mode().name()
              + (worker.tls() == null ? " " : " over TLS ")
              + worker.place()
              + " "
              + routes);
    }
    active
        .config()
        .admin()
        .ifPresent(
            admin ->
                lines.add(
                    "admin "
                        + admin.listen()
                        + (admin.token().isPresent() ? " with a token" : "")));
    return lines;
  }

  private static String of(RouteConfig route) {
    String hosts =
        route.facts().hosts().isEmpty() ? "" : " " + String.join(", ", route.facts().hosts());
    boolean clientChooses =
        route.routers().stream().anyMatch(r -> r.factory().clientChoosesTarget())
            && (route.facts().hosts().isEmpty() || route.facts().target().isEmpty());
    String fixed = route.facts().target().map(Object::toString).orElse("");
    String routers =
        route.routers().stream().map(r -> r.factory().name()).collect(Collectors.joining(", "));
    String answered = routers.isEmpty() ? answer(route) : routers;
    String destination = fixed.isEmpty() ? answered : fixed;
    return "["
        + route.facts().name()
        + hosts
        + "] -> "
        + (clientChooses
            ? "the target in each request" + (fixed.isEmpty() ? "" : ", else " + fixed)
            : destination);
  }

  /** What a route does whose mode asks no routers. */
  private static String answer(RouteConfig route) {
    return route.modeSettings().find(REDIRECT).orElse(false) ? "https (redirect)" : "no backend";
  }

  /**
   * The changes of a reload: lines that begin with - and + for listeners, with ~ for keys, and with
   * ! for warnings.
   */
  static List<String> changes(
      List<String> before, PortyConfig previous, List<String> after, PortyConfig next) {
    List<String> changes = changes(before, after);
    ConfigDiff.of(previous, next).forEach(line -> changes.add("~ " + line));
    next.needsRestart().forEach(line -> changes.add("! " + line));
    Set<String> known = new HashSet<>(previous.warnings());
    next.warnings().stream()
        .filter(warning -> !known.contains(warning))
        .forEach(warning -> changes.add("! " + warning));
    return changes;
  }

  private static List<String> changes(List<String> before, List<String> after) {
    List<String> changes = new ArrayList<>();
    before.stream().filter(line -> !after.contains(line)).forEach(line -> changes.add("- " + line));
    after.stream().filter(line -> !before.contains(line)).forEach(line -> changes.add("+ " + line));
    return changes;
  }

  private ListenerSummary() {}
}
