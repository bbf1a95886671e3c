package io.porty.engine.config;

import io.netty.util.NetUtil;
import io.porty.api.IpLiteral;
import io.porty.api.Key;
import io.porty.api.Target;
import io.porty.net.policy.MachineAddresses;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Detects routes whose fixed target leads back to themselves, directly or through other routes: one
 * client would use up all connections. Only for modes without a loop detection of their own, unlike
 * HTTP. Names are not resolved.
 */
final class ForwardingLoopCheck {

  private static final String FIXED = "fixed";

  /**
   * A route that forwards every connection to one target.
   *
   * @param at its position in the file
   */
  private record Hop(VirtualHosts group, Target target, TomlSettings at, boolean main) {

    String name() {
      return group.routes().get(0).facts().name();
    }

    Key<?> key() {
      if (main) {
        return GlobalKeys.TARGET_PORT;
      }
      return at.has(RouteKeys.TARGET) ? RouteKeys.TARGET : RouteKeys.TARGET_PORT;
    }

    /** The name of the route and the line of its target. */
    String place() {
      int line = at.has(key()) ? at.place(key()).line() : 0;
      return "\"" + name() + "\"" + (line == 0 ? "" : " (line " + line + ")");
    }
  }

  private final Map<Integer, List<Hop>> byPort = new HashMap<>();
  private final List<Hop> hops = new ArrayList<>();

  /** Adds one route, before routes with the same address are grouped. */
  void add(VirtualHosts alone, TomlSettings at, boolean main) {
    RouteConfig route = alone.routes().get(0);
    Optional<Target> target = route.facts().target();
    boolean forwards =
        route.routers().stream().anyMatch(choice -> choice.factory().name().equals(FIXED));
    if (!alone.mode().sharesListener() && forwards && target.isPresent()) {
      Hop hop = new Hop(alone, target.get(), at, main);
      hops.add(hop);
      byPort.computeIfAbsent(alone.port(), port -> new ArrayList<>()).add(hop);
    }
  }

  /** Reports each loop once, at the first of its routes. */
  void report() {
    Set<Hop> seen = new HashSet<>();
    for (Hop start : hops) {
      List<Hop> way = new ArrayList<>();
      Hop hop = start;
      while (hop != null && !way.contains(hop) && seen.add(hop)) {
        way.add(hop);
        hop = next(hop);
      }
      int back = hop == null ? -1 : way.indexOf(hop);
      if (back >= 0) {
        report(way.subList(back, way.size()));
      }
    }
  }

  private static void report(List<Hop> ring) {
    Hop first = ring.get(0);
    StringBuilder way = new StringBuilder(first.place());
    for (Hop hop : ring.subList(1, ring.size())) {
      way.append(" to ").append(hop.place());
    }
    first
        .at()
        .report(
            first.key(),
            ring.size() == 1
                ? "is \"" + first.target() + "\", where this route listens itself: " + way
                : "leads back to this route: from "
                    + way
                    + ", and from there to \""
                    + first.name()
                    + "\"",
            "Forward to another address or port.");
  }

  private @Nullable Hop next(Hop hop) {
    for (Hop other : byPort.getOrDefault(hop.target().port(), List.of())) {
      if (listensAt(other.group(), hop.target())) {
        return other;
      }
    }
    return null;
  }

  private static boolean listensAt(VirtualHosts group, Target target) {
    if (group.isUnix() || target.isUnix()) {
      return group.isUnix() && target.isUnix() && group.address().equals(target.path());
    }
    InetAddress listening = address(group.address());
    InetAddress requested = address(target.host());
    if (listening == null || requested == null) {
      return false;
    }
    return listening.equals(requested)
        || (listening.isAnyLocalAddress()
            && (requested.isAnyLocalAddress() || MachineAddresses.contains(requested)))
        || (requested.isAnyLocalAddress() && listening.isLoopbackAddress())
        || (target.host().equals("localhost") && listening.equals(NetUtil.LOCALHOST6));
  }

  private static @Nullable InetAddress address(String host) {
    return host.equals("localhost") ? NetUtil.LOCALHOST4 : IpLiteral.parse(host);
  }
}
