package io.porty.engine.config;

import io.netty.util.NetUtil;
import io.porty.api.Key;
import io.porty.api.Target;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Sorts routes by the address that they share, and finds those that clash. */
final class VirtualHostsBuilder {

  private static final Set<String> WILDCARDS = Set.of("0.0.0.0", "::", "0:0:0:0:0:0:0:0");

  private final List<Forming> groups = new ArrayList<>();
  private final Map<String, ConfigPosition> names = new HashMap<>();
  private final ForwardingLoopCheck rings = new ForwardingLoopCheck();

  /** A group that routes are still added to: there may be a hundred thousand. */
  private static final class Forming {
    private final VirtualHosts first;
    private final List<RouteConfig> routes = new ArrayList<>();
    private final Map<String, Claim> hosts = new HashMap<>();
    private final ConfigPosition place;

    Forming(VirtualHosts first, ConfigPosition place) {
      this.first = first;
      this.place = place;
    }

    VirtualHosts build() {
      return new VirtualHosts(
          first.address(),
          first.port(),
          first.listener(),
          first.listenerSettings(),
          first.mode(),
          routes);
    }
  }

  /** Who was first to take something, and where that is written. */
  private record Claim(String route, ConfigPosition place) {}

  void claimName(String name, TomlSettings at) {
    ConfigPosition before = names.putIfAbsent(name, at.place(RouteKeys.NAME));
    if (before != null) {
      boolean main = name.equals("main") && before.line() == 0;
      at.report(
          RouteKeys.NAME,
          "\"" + name + "\" is taken by another route" + (main ? "" : said(before, at)),
          main
              ? "main is the route of the global keys; choose another name."
              : "Choose another name.");
    }
  }

  /**
   * Adds a group of one route, to the group of the same address if there is one.
   *
   * @param at where it is written; the top for the route main
   * @return whether it could be added
   */
  boolean add(VirtualHosts alone, TomlSettings at, boolean main) {
    RouteConfig route = alone.routes().get(0);
    rings.add(alone, at, main);
    for (Forming forming : groups) {
      VirtualHosts group = forming.first;
      if (group.port() != alone.port() || !overlap(group.address(), alone.address())) {
        continue;
      }
      boolean same =
          group.address().equals(alone.address())
              && group.mode() == alone.mode()
              && group.listener() == alone.listener();
      if (!same || !alone.mode().sharesListener()) {
        clash(forming, alone, at, main);
        return false;
      }
      forming.routes.add(route);
      return claimHosts(forming, route, at);
    }
    Forming forming = new Forming(alone, at.place(key(at, main)));
    groups.add(forming);
    forming.routes.add(route);
    return claimHosts(forming, route, at);
  }

  private static Key<?> key(TomlSettings at, boolean main) {
    return main
        ? GlobalKeys.LISTEN_PORT
        : at.has(RouteKeys.LISTEN) ? RouteKeys.LISTEN : RouteKeys.LISTEN_PORT;
  }

  private static String said(ConfigPosition before, TomlSettings at) {
    return before.line() == 0 ? "" : " (" + before.seenFrom(at.place().text()) + ")";
  }

  private static void clash(Forming forming, VirtualHosts alone, TomlSettings at, boolean main) {
    String other = forming.first.routes().get(0).facts().name();
    boolean whole = !main && at.has(RouteKeys.LISTEN);
    at.report(
        key(at, main),
        "is "
            + (whole ? "\"" + alone.place() + "\"" : alone.port())
            + ", which route \""
            + other
            + "\" listens on already"
            + said(forming.place, at),
        (alone.isUnix() ? "Choose another path" : "Choose another port")
            + (alone.mode().sharesListener()
                ? ", or give both routes the same listen_addr and mode and different hosts."
                : "."));
  }

  private static boolean claimHosts(Forming forming, RouteConfig route, TomlSettings at) {
    VirtualHosts group = forming.first;
    List<String> own = route.facts().hosts().isEmpty() ? List.of("") : route.facts().hosts();
    boolean all = true;
    for (String host : own) {
      Key<?> key = host.isEmpty() ? key(at, false) : RouteKeys.HOST;
      Claim claim = new Claim(route.facts().name(), at.place(key));
      Claim other = forming.hosts.putIfAbsent(host, claim);
      if (other == null) {
        continue;
      }
      all = false;
      if (host.isEmpty()) {
        at.report(
            key,
            "is "
                + (group.isUnix() ? group.place() : group.port())
                + ", where route \""
                + other.route()
                + "\" takes every host already"
                + said(other.place(), at),
            "Choose another port, or give this route a host.");
      } else {
        at.report(
            key,
            "\""
                + host
                + "\" is taken by route \""
                + other.route()
                + "\" on the same port"
                + said(other.place(), at),
            "Let each host lead to one route.");
      }
    }
    return all;
  }

  /** What the admin endpoint wants to listen on is taken by no route. */
  void claimAdmin(Target listen, TomlSettings at) {
    for (Forming forming : groups) {
      VirtualHosts group = forming.first;
      boolean taken =
          listen.isUnix()
              ? group.isUnix() && group.address().equals(listen.path())
              : group.port() == listen.port()
                  && !group.isUnix()
                  && overlap(group.address(), listen.host());
      if (taken) {
        at.report(
            AdminConfig.LISTEN,
            "is \""
                + listen
                + "\", which route \""
                + group.routes().get(0).facts().name()
                + "\" listens on already"
                + said(forming.place, at),
            "Choose another port: the admin endpoint shares none.");
        return;
      }
    }
  }

  private static boolean overlap(String a, String b) {
    return canonical(a).equals(canonical(b)) || WILDCARDS.contains(a) || WILDCARDS.contains(b);
  }

  /** One IPv6 address has many spellings. */
  private static String canonical(String address) {
    byte[] bytes = NetUtil.createByteArrayFromIpAddressString(address);
    return bytes == null
        ? address.equals("localhost") ? "127.0.0.1" : address
        : NetUtil.bytesToIpAddress(bytes);
  }

  /** Reports routes that lead back to themselves. */
  void findRings() {
    rings.report();
  }

  boolean isEmpty() {
    return groups.isEmpty();
  }

  List<VirtualHosts> build() {
    return groups.stream().map(Forming::build).toList();
  }
}
