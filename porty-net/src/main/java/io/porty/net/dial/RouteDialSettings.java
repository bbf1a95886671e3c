package io.porty.net.dial;

import io.porty.api.Target;
import io.porty.net.opening.proxy.ProxyVersion;
import io.porty.net.policy.TargetPolicy;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Dial settings of a route.
 *
 * @param route its name
 * @param policy applies to client-chosen targets
 * @param trusted configured targets that count as the operator's without an attribution, on a route
 *     where no client chooses
 * @param timeout limit of a dial, retries included
 * @param maxRetries rounds of connection attempts after the first
 * @param tls for targets that are spoken to by TLS
 * @param sendProxy the PROXY header that connections begin with; null for none
 */
public record RouteDialSettings(
    String route,
    TargetPolicy policy,
    Set<Target> trusted,
    Duration timeout,
    int maxRetries,
    UpstreamTlsSource tls,
    @Nullable ProxyVersion sendProxy) {

  public RouteDialSettings {
    trusted = Set.copyOf(trusted);
  }

  /** The same with another TLS. */
  public RouteDialSettings with(UpstreamTlsSource other) {
    return new RouteDialSettings(route, policy, trusted, timeout, maxRetries, other, sendProxy);
  }
}
