package io.porty.engine.config;

import io.netty.util.NetUtil;
import java.util.Optional;

/** Finds routes on which anybody may choose any backend. */
final class OpenRelay {

  static Optional<String> warning(RouteGroup group, RouteConfig route) {
    boolean open =
        route.routers().stream().anyMatch(r -> r.factory().clientChoosesTarget())
            && route.allow().isEmpty();
    boolean reachable = route.facts().hosts().isEmpty() || route.facts().target().isEmpty();
    return open && reachable && !isLocal(group)
        ? Optional.of(
            "route "
                + route.facts().name()
                + ": anyone who reaches "
                + group.place()
                + " can choose any backend that this machine reaches; set allow_targets, or listen on 127.0.0.1")
        : Optional.empty();
  }

  private static boolean isLocal(RouteGroup group) {
    String address = group.address();
    return group.isUnix()
        || address.equals("localhost")
        || address.equals("::1")
        || NetUtil.isValidIpV4Address(address) && address.startsWith("127.");
  }

  private OpenRelay() {}
}
