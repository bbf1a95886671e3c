package io.porty.engine;

import io.porty.engine.config.ConfigDiff;
import io.porty.engine.config.PortyConfig;
import io.porty.engine.config.RouteConfig;
import io.porty.engine.runtime.ActiveConfig;
import io.porty.engine.runtime.ListenerWorker;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What a configuration does, in a line for each listener. */
final class ListenerSummary {

  static List<String> of(ActiveConfig generation) {
    List<String> lines = new ArrayList<>();
    for (ListenerWorker group : generation.groups()) {
      String routes =
          group.config().routes().stream()
              .map(ListenerSummary::of)
              .collect(Collectors.joining("; "));
      lines.add(group.config().mode().name() + " " + group.place() + " " + routes);
    }
    generation
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
    boolean chosen =
        route.routers().stream().anyMatch(r -> r.factory().clientChoosesTarget())
            && (route.facts().hosts().isEmpty() || route.facts().target().isEmpty());
    String fixed = route.facts().target().map(Object::toString).orElse("");
    String others =
        route.routers().stream().map(r -> r.factory().name()).collect(Collectors.joining(", "));
    String where = fixed.isEmpty() ? others : fixed;
    return "["
        + route.facts().name()
        + hosts
        + "] -> "
        + (chosen
            ? "the target in each request" + (fixed.isEmpty() ? "" : ", else " + fixed)
            : where);
  }

  /**
   * How what serves differs from what served before: lines that begin with - and + for listeners,
   * with ~ for keys, and with ! for what deserves a word.
   */
  static List<String> changes(
      List<String> before, PortyConfig then, List<String> after, PortyConfig now) {
    List<String> changes = changes(before, after);
    ConfigDiff.of(then, now).forEach(line -> changes.add("~ " + line));
    now.needsRestart().forEach(line -> changes.add("! " + line));
    now.warnings().stream()
        .filter(warning -> !then.warnings().contains(warning))
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
