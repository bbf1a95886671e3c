package io.porty.engine.config;

import io.porty.api.listener.ListenerFactory;
import io.porty.api.mode.ModeFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Sorts routes by the address that they share, and finds those that clash. */
final class RouteGroups {

  private static final Set<String> WILDCARDS = Set.of("0.0.0.0", "::", "0:0:0:0:0:0:0:0");

  private final Problems problems;
  private final List<RouteGroup> groups = new ArrayList<>();
  private final Set<String> names = new java.util.HashSet<>();
  private final Map<RouteGroup, Map<String, String>> hosts = new HashMap<>();

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

  void add(
      String address,
      int port,
      ListenerFactory listener,
      ModeFactory mode,
      RouteConfig route,
      TomlSettings at,
      boolean main) {
    for (int i = 0; i < groups.size(); i++) {
      RouteGroup group = groups.get(i);
      if (group.port() != port || !overlap(group.address(), address)) {
        continue;
      }
      String other = group.routes().get(0).facts().name();
      boolean same =
          group.address().equals(address) && group.mode() == mode && group.listener() == listener;
      if (!same || !mode.sharesListener()) {
        at.problem(
            main ? GlobalKeys.LISTEN_PORT : RouteKeys.LISTEN_PORT,
            "is " + port + ", which route \"" + other + "\" listens on already",
            "Choose another port"
                + (mode.sharesListener()
                    ? ", or give both routes the same listen_addr and mode and different hosts."
                    : "."));
        return;
      }
      claimHosts(group, port, route, at);
      List<RouteConfig> routes = new ArrayList<>(group.routes());
      routes.add(route);
      Map<String, String> claimed = hosts.remove(group);
      RouteGroup larger = new RouteGroup(address, port, listener, mode, routes);
      groups.set(i, larger);
      hosts.put(larger, claimed == null ? new HashMap<>() : claimed);
      return;
    }
    RouteGroup group = new RouteGroup(address, port, listener, mode, List.of(route));
    groups.add(group);
    hosts.put(group, new HashMap<>());
    claimHosts(group, port, route, at);
  }

  private void claimHosts(RouteGroup group, int port, RouteConfig route, TomlSettings at) {
    Map<String, String> claimed = hosts.computeIfAbsent(group, g -> new HashMap<>());
    List<String> own = route.facts().hosts().isEmpty() ? List.of("") : route.facts().hosts();
    for (String host : own) {
      String other = claimed.putIfAbsent(host, route.facts().name());
      if (other == null) {
        continue;
      }
      if (host.isEmpty()) {
        at.problem(
            RouteKeys.LISTEN_PORT,
            "is " + port + ", where route \"" + other + "\" takes every host already",
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

  boolean isEmpty() {
    return groups.isEmpty();
  }

  List<RouteGroup> build() {
    return groups;
  }
}
