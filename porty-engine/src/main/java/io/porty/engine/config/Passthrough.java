package io.porty.engine.config;

import io.porty.api.route.RouterFactory;
import io.porty.api.route.ServerNameRule;
import java.util.List;

/**
 * A route that shares the address of routes with TLS: connections of its server names go to it as
 * they are.
 *
 * @param group the address with this one route
 * @param names of its router
 */
public record Passthrough(VirtualHosts group, PassedNames names) {

  /**
   * Whether a route can share an address with TLS: it goes by server names alone, and has no TLS
   * itself.
   */
  static boolean fits(RouteConfig route, TomlSettings at) {
    return !at.has(TlsKeys.WORD) && !rules(route).isEmpty();
  }

  /** The server names of a route that goes by nothing else; empty for other routes. */
  static List<ServerNameRule> rules(RouteConfig route) {
    if (route.routers().size() != 1) {
      return List.of();
    }
    RouteConfig.RouterChoice only = route.routers().get(0);
    RouterFactory<?> factory = only.factory();
    return factory.serverNames(only.settings());
  }
}
