package io.porty.mode.http.exchange;

import io.porty.api.Scheme;
import io.porty.api.route.Decision;
import io.porty.mode.http.head.RequestHead;
import io.porty.mode.http.pool.TargetPool;
import io.porty.mode.http.pool.UpstreamPool;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The backend connections of a route on one event loop.
 *
 * @param usual for all requests
 * @param upgrades for those that ask for another protocol, to backends that are offered HTTP/2;
 *     null if there are none
 */
public record RoutePools(UpstreamPool usual, @Nullable UpstreamPool upgrades) {

  /** The pool of a decision's target. */
  TargetPool target(RequestHead head, Decision.To to) {
    UpstreamPool other = upgrades;
    boolean isUpgrade = to.target().scheme() == Scheme.HTTPS && head.asksUpgrade();
    UpstreamPool pool = other != null && isUpgrade ? other : usual;
    return pool.target(to.target(), to.chosenByClient());
  }

  public Stream<UpstreamPool> all() {
    return Stream.of(usual, upgrades).filter(Objects::nonNull);
  }
}
