package io.porty.engine.config;

import io.netty.util.NetUtil;
import java.util.List;
import java.util.Optional;

/** Warns of routes on which any client can choose any backend. */
final class OpenProxyCheck {

  static Optional<String> warning(VirtualHosts group, RouteConfig route) {
    boolean open = canClientChoose(route) && route.rules().allow().isEmpty();
    return open && !isLocal(group)
        ? Optional.of(
            "route "
                + route.facts().name()
                + ": anyone who reaches "
                + group.place()
                + " can choose any backend that this machine reaches; set allow_targets, or listen on 127.0.0.1")
        : Optional.empty();
  }

  /** The warning about an admin endpoint without a token, which every local user can read. */
  static Optional<String> readers(Optional<AdminConfig> admin, List<VirtualHosts> groups) {
    boolean open =
        admin.isPresent() && admin.get().token().isEmpty() && !admin.get().listen().isUnix();
    return open
        ? groups.stream()
            .flatMap(group -> group.routes().stream())
            .filter(OpenProxyCheck::canClientChoose)
            .findFirst()
            .map(
                route ->
                    "[admin] has no token: every user of this machine can read which targets clients choose on route "
                        + route.facts().name()
                        + " (/metrics, /routes, /connections, /requests); set token, or listen on \"unix:/path\"")
        : Optional.empty();
  }

  /**
   * Whether requests reach a router that lets the client choose: not behind one that always decides
   * for this route, {@code fixed} with a target, or {@code host} with a host and a target.
   */
  private static boolean canClientChoose(RouteConfig route) {
    boolean hasTarget = route.facts().target().isPresent();
    boolean hasHost = !route.facts().hosts().isEmpty();
    for (RouteConfig.RouterChoice choice : route.routers()) {
      if (choice.factory().clientChoosesTarget()) {
        return true;
      }
      String name = choice.factory().name();
      if (hasTarget && (name.equals("fixed") || (hasHost && name.equals("host")))) {
        return false;
      }
    }
    return false;
  }

  private static boolean isLocal(VirtualHosts group) {
    String address = group.address();
    return group.isUnix()
        || address.equals("localhost")
        || address.equals("::1")
        || (NetUtil.isValidIpV4Address(address) && address.startsWith("127."));
  }

  private OpenProxyCheck() {}
}
