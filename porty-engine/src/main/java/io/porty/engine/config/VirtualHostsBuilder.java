package io.porty.engine.config;

import io.porty.api.Key;
import io.porty.api.Target;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Groups routes by listening address and reports conflicts. */
final class VirtualHostsBuilder {

  private final List<Forming> groups = new ArrayList<>();
  private final Map<Integer, List<Forming>> byPort = new HashMap<>();
  private final Map<String, ConfigPosition> names = new HashMap<>();
  private final ForwardingLoopCheck rings = new ForwardingLoopCheck();

  /** A group under construction; it may get a hundred thousand routes. */
  private static final class Forming {
    private final VirtualHosts first;
    private final List<RouteConfig> routes = new ArrayList<>();
    private final Map<String, Claim> hosts = new HashMap<>();
    private final ConfigPosition place;
    private final TomlSettings at;
    private final ListenerAgreement agreement;
    private @Nullable TlsConfig tls;
    private @Nullable PassthroughClaim passthrough;

    Forming(VirtualHosts first, TomlSettings at, ConfigPosition place) {
      this.first = first;
      this.place = place;
      this.at = at;
      this.agreement = new ListenerAgreement(first, at);
    }

    void join(@Nullable TlsConfig other) {
      if (other != null) {
        tls = tls == null ? other : TlsMerge.of(tls, other);
      }
    }

    /** Whether its only route goes by server names, and so may share the address with TLS. */
    boolean mayPass() {
      return routes.size() == 1 && passthrough == null && Passthrough.fits(routes.get(0), at);
    }

    List<VirtualHosts> build() {
      PassthroughClaim claim = passthrough;
      ListenerConfig listener = first.listenerConfig().withTls(tls);
      VirtualHosts own =
          new VirtualHosts(
              first.at(),
              listener,
              first.mode(),
              routes,
              claim == null ? null : claim.with(hosts.keySet()));
      return claim == null ? List.of(own) : List.of(own, claim.group());
    }
  }

  /** The first owner of a name or host, with its position. */
  private record Claim(String route, ConfigPosition place) {}

  void claimName(String name, TomlSettings at) {
    ConfigPosition before = names.putIfAbsent(name, at.place(RouteKeys.NAME));
    if (before != null) {
      boolean main = name.equals("main") && before.line() == 0;
      at.report(
          RouteKeys.NAME,
          "\"" + name + "\" is taken by another route" + (main ? "" : lineOf(before, at)),
          main
              ? "main is the route of the global keys; choose another name."
              : "Choose another name.");
    }
  }

  /**
   * Adds a group of one route, to the group of the same address if there is one.
   *
   * @param at its position; the top for the route main
   * @return whether it could be added
   */
  boolean add(VirtualHosts alone, TomlSettings at, boolean main) {
    RouteConfig route = alone.routes().get(0);
    rings.add(alone, at, main);
    for (Forming forming : byPort.getOrDefault(alone.port(), List.of())) {
      VirtualHosts group = forming.first;
      if (!group.at().overlaps(alone.at())) {
        continue;
      }
      boolean same =
          group.at().isSame(alone.at())
              && group.mode() == alone.mode()
              && group.listener() == alone.listener()
              && group.listenerConfig().name().equals(alone.listenerConfig().name());
      if (sharesByServerNames(forming, alone, at)) {
        return share(forming, alone, at, main);
      }
      if (!same || !alone.mode().sharesListener()) {
        clash(forming, alone, at, main);
        return false;
      }
      forming.routes.add(route);
      forming.join(alone.listenerConfig().tls());
      if (!alone.listenerConfig().isNamed()) {
        forming.agreement.check(alone, at);
      }
      return claimHosts(forming, route, at);
    }
    return begin(alone, at, main, null);
  }

  /**
   * @param replaced whose place it takes; null for none
   */
  private boolean begin(
      VirtualHosts alone, TomlSettings at, boolean main, @Nullable Forming replaced) {
    RouteConfig route = alone.routes().get(0);
    Forming forming = new Forming(alone, at, at.place(key(at, main)));
    if (replaced != null) {
      forming.passthrough = new PassthroughClaim(replaced.first, replaced.at);
      forming.agreement.checkCommon(replaced.first, replaced.at);
      groups.remove(replaced);
      byPort.getOrDefault(alone.port(), new ArrayList<>()).remove(replaced);
    }
    groups.add(forming);
    byPort.computeIfAbsent(alone.port(), port -> new ArrayList<>()).add(forming);
    forming.routes.add(route);
    forming.join(alone.listenerConfig().tls());
    return claimHosts(forming, route, at);
  }

  /** Whether server names tell the two apart: one goes by them, and the other has TLS. */
  private static boolean sharesByServerNames(Forming forming, VirtualHosts alone, TomlSettings at) {
    VirtualHosts group = forming.first;
    boolean onePasses = forming.mayPass() != Passthrough.fits(alone.routes().get(0), at);
    return onePasses
        && forming.passthrough == null
        && group.at().isSame(alone.at())
        && group.listener() == alone.listener()
        && group.listenerConfig().name().equals(alone.listenerConfig().name());
  }

  private boolean share(Forming forming, VirtualHosts alone, TomlSettings at, boolean main) {
    if (forming.mayPass()) {
      return begin(alone, at, main, forming);
    }
    forming.passthrough = new PassthroughClaim(alone, at);
    if (!alone.listenerConfig().isNamed()) {
      forming.agreement.checkCommon(alone, at);
    }
    return true;
  }

  private static Key<?> key(TomlSettings at, boolean main) {
    if (main) {
      return GlobalKeys.LISTEN_PORT;
    }
    if (at.has(RouteKeys.LISTENER)) {
      return RouteKeys.LISTENER;
    }
    return at.has(RouteKeys.LISTEN) ? RouteKeys.LISTEN : RouteKeys.LISTEN_PORT;
  }

  private static String lineOf(ConfigPosition before, TomlSettings at) {
    return before.line() == 0 ? "" : " (" + before.seenFrom(at.place().text()) + ")";
  }

  private static void clash(Forming forming, VirtualHosts alone, TomlSettings at, boolean main) {
    VirtualHosts group = forming.first;
    String other = group.routes().get(0).facts().name();
    Key<?> key = key(at, main);
    String before = lineOf(forming.place, at);
    String listener = alone.listenerConfig().name();
    boolean bothNamed = alone.listenerConfig().isNamed() && group.listenerConfig().isNamed();
    if (bothNamed
        && group.listenerConfig().name().equals(listener)
        && !group.at().isSame(alone.at())) {
      at.report(
          key,
          "is \""
              + listener
              + "\", whose addresses "
              + group.place()
              + " and "
              + alone.place()
              + " overlap",
          "Remove one of the two addresses.");
      return;
    }
    if (bothNamed) {
      boolean modes = group.mode() != alone.mode();
      at.report(
          key,
          "is \""
              + listener
              + "\", which route \""
              + other
              + "\" of mode \""
              + group.mode().name()
              + "\" has already"
              + before,
          modes
              ? "The routes of one listener have the same mode: choose another listener."
              : "A listener of this mode has one route: choose another listener.");
      return;
    }
    boolean whole = !main && key != RouteKeys.LISTEN_PORT;
    String place =
        key == RouteKeys.LISTENER
            ? "\"" + alone.listenerConfig().name() + "\", at " + alone.place()
            : "\"" + alone.place() + "\"";
    at.report(
        key,
        "is "
            + (whole ? place : alone.port())
            + ", which route \""
            + other
            + "\" already listens on"
            + before,
        remedy(group, alone));
  }

  private static String remedy(VirtualHosts group, VirtualHosts alone) {
    String named = group.listenerConfig().name() + alone.listenerConfig().name();
    if (!named.isEmpty() && alone.mode().sharesListener()) {
      return group.listenerConfig().isNamed()
          ? "Write listener = \"" + named + "\" in its place, or choose another address."
          : "Write listener = \""
              + named
              + "\" in route \""
              + group.routes().get(0).facts().name()
              + "\" too, in place of its address.";
    }
    return (alone.isUnix() ? "Choose another path" : "Choose another port")
        + (alone.mode().sharesListener()
            ? ", or give both routes the same listen_addr and mode and different hosts."
            : ".");
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
      boolean named = group.listenerConfig().isNamed();
      if (host.isEmpty()) {
        at.report(
            key,
            "is "
                + (named
                    ? "\"" + group.listenerConfig().name() + "\""
                    : group.isUnix() ? group.place() : group.port())
                + ", where route \""
                + other.route()
                + "\" takes every host already"
                + lineOf(other.place(), at),
            (named ? "Choose another listener" : "Choose another port")
                + ", or give this route a host.");
      } else {
        at.report(
            key,
            "\""
                + host
                + "\" is taken by route \""
                + other.route()
                + "\" on the same "
                + (named ? "listener" : "port")
                + lineOf(other.place(), at),
            "Remove it from one of the routes.");
      }
    }
    return all;
  }

  /** Checks that the admin endpoint shares its address with no route. */
  void claimAdmin(Target listen, TomlSettings at) {
    ListenAddress requested =
        listen.isUnix()
            ? new ListenAddress(listen.path(), 0, true, "")
            : ListenAddress.of(listen.host(), listen.port(), "");
    for (Forming forming : groups) {
      VirtualHosts group = forming.first;
      if (group.at().overlaps(requested)) {
        at.report(
            AdminConfig.LISTEN,
            "is \""
                + listen
                + "\", which route \""
                + group.routes().get(0).facts().name()
                + "\" already listens on"
                + lineOf(forming.place, at),
            "Choose another port: the admin endpoint shares none.");
        return;
      }
    }
  }

  /** Builds the groups, after all routes are added. */
  void findRings() {
    rings.report();
  }

  boolean isEmpty() {
    return groups.isEmpty();
  }

  List<VirtualHosts> build() {
    groups.forEach(VirtualHostsBuilder::checkPassthrough);
    return groups.stream().flatMap(forming -> forming.build().stream()).toList();
  }

  /** Server names are seen where TLS is; elsewhere nothing tells the two routes apart. */
  private static void checkPassthrough(Forming forming) {
    PassthroughClaim claim = forming.passthrough;
    if (claim == null) {
      return;
    }
    if (forming.tls == null) {
      clash(forming, claim.group(), claim.at(), false);
      return;
    }
    claim.checkNames(
        host -> {
          Claim other = forming.hosts.get(host);
          return other == null || host.isEmpty()
              ? null
              : "route \"" + other.route() + "\"" + lineOf(other.place(), claim.at());
        });
  }
}
