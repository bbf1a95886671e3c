package io.porty.net.dial;

import io.porty.api.Target;
import io.porty.net.policy.TargetPolicy;
import java.time.Duration;
import java.util.Set;

/**
 * How one route dials.
 *
 * @param route its name: name look-ups are bounded for each route
 * @param policy for targets that clients choose
 * @param trusted targets that need no decision to be the operator's: what the configuration names,
 *     on a route on which no client chooses
 * @param timeout of a dial, retries included
 * @param maxRetries rounds of attempts after the first
 */
public record RouteDialSettings(
    String route, TargetPolicy policy, Set<Target> trusted, Duration timeout, int maxRetries) {

  public RouteDialSettings {
    trusted = Set.copyOf(trusted);
  }
}
