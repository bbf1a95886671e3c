package io.porty.api.route;

import io.porty.api.Target;
import java.util.List;
import java.util.Optional;

/**
 * What is known of a route before any traffic.
 *
 * @param name unique among the routes
 * @param hosts the hosts it is for, lower case, {@code *.} in front of wildcards; empty means any
 * @param target the fixed target, if it has one
 * @since 0.1
 */
public record RouteInfo(String name, List<String> hosts, Optional<Target> target) {
  /**
   * Copies the hosts.
   *
   * @param name unique among the routes
   * @param hosts the hosts it is for; empty means any
   * @param target the fixed target, if it has one
   */
  public RouteInfo {
    hosts = List.copyOf(hosts);
  }
}
