package io.porty.engine.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Sorts routes by the address that they share, and finds those that clash. */
final class RouteGroups {

  private static final Set<String> WILDCARDS = Set.of("0.0.0.0", "::", "0:0:0:0:0:0:0:0");

  private final Problems problems;
  private final List<Forming> groups = new ArrayList<>();
  private final Set<String> names = new HashSet<>();
  private final RouteRings rings = new RouteRings();

  /** A group that routes are still added to: there may be a hundred thousand. */
  private static final class Forming {
    private final RouteGroup first;
    private final List<RouteConfig> routes = new ArrayList<>();
    private final Map<String, String> hosts = new HashMap<>();

    Forming(RouteGroup first) {
      this.first = first;
    }

    RouteGroup build() {
      return new RouteGroup(
          first.address(),
          first.port(),
          first.listener(),
          first.listenerSettings(),
          first.mode(),
          routes);
    }
  }

  RouteGroups(Problems problems) {
    this.problems = problems;
  }

  void claimName(String name, TomlSettings at) {
    if (!names.add(name)) {
      at.problem(
          RouteKeys.NAME,
          "\"" + name + "\" is taken by another route",
          name.equals("main")
              ? "main is the route of the global keys; choose another name."
              : "Choose another name.");
    }
  }

  /** Adds a group of one route, to the group of the same address if there is one. */
  void add(RouteGroup alone, TomlSettings at, boolean main) {
    RouteConfig route = alone.routes().get(0);
    rings.add(alone, at, main);
    for (Forming forming : groups) {
      RouteGroup group = forming.first;
      if (group.port() != alone.port() || !overlap(group.address(), alone.address())) {
        continue;
      }
      boolean same =
          group.address().equals(alone.address())
              && group.mode() == alone.mode()
              && group.listener() == alone.listener();
      if (same && alone.mode().sharesListener()) {
        claimHosts(forming, route, at);
        forming.routes.add(route);
      } else {
        clash(group, alone, at, main);
      }
      return;
    }
    Forming forming = new Forming(alone);
    groups.add(forming);
    claimHosts(forming, route, at);
    forming.routes.add(route);
  }

  private static void clash(RouteGroup group, RouteGroup alone, TomlSettings at, boolean main) {
    String other = group.routes().get(0).facts().name();
    boolean whole = !main && at.has(RouteKeys.LISTEN);
    at.problem(
        main ? GlobalKeys.LISTEN_PORT : whole ? RouteKeys.LISTEN : RouteKeys.LISTEN_PORT,
        "is "
            + (whole ? "\"" + alone.place() + "\"" : alone.port())
            + ", which route \""
            + other
            + "\" listens on already",
        (alone.isUnix() ? "Choose another path" : "Choose another port")
            + (alone.mode().sharesListener()
                ? ", or give both routes the same listen_addr and mode and different hosts."
                : "."));
  }

  private static void claimHosts(Forming forming, RouteConfig route, TomlSettings at) {
    RouteGroup group = forming.first;
    Map<String, String> claimed = forming.hosts;
    List<String> own = route.facts().hosts().isEmpty() ? List.of("") : route.facts().hosts();
    for (String host : own) {
      String other = claimed.putIfAbsent(host, route.facts().name());
      if (other == null) {
        continue;
      }
      if (host.isEmpty()) {
        at.problem(
            at.has(RouteKeys.LISTEN) ? RouteKeys.LISTEN : RouteKeys.LISTEN_PORT,
            "is "
                + (group.isUnix() ? group.place() : group.port())
                + ", where route \""
                + other
                + "\" takes every host already",
            "Choose another port, or give this route a host.");
      } else {
        at.problem(
            RouteKeys.HOST,
            "\"" + host + "\" is taken by route \"" + other + "\" on the same port",
            "Let each host lead to one route.");
      }
    }
  }

  private static boolean overlap(String a, String b) {
    return a.equals(b) || WILDCARDS.contains(a) || WILDCARDS.contains(b);
  }

  /** Reports routes that lead back to themselves. */
  void findRings() {
    rings.report();
  }

  boolean isEmpty() {
    return groups.isEmpty();
  }

  List<RouteGroup> build() {
    return groups.stream().map(Forming::build).toList();
  }
}
