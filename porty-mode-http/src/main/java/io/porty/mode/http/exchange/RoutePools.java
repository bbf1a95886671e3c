package io.porty.mode.http.exchange;

import io.porty.api.Scheme;
import io.porty.api.route.Decision;
import io.porty.mode.http.head.RequestHead;
import io.porty.mode.http.pool.Http1Targets;
import io.porty.mode.http.pool.TargetPool;
import io.porty.mode.http.pool.UpstreamPool;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The backend connections of a route on one event loop.
 *
 * @param usual for all requests
 * @param http1 for those that have to go in HTTP/1.1 to backends that are offered HTTP/2; null if
 *     none are
 */
public record RoutePools(UpstreamPool usual, @Nullable Http1 http1) {

  /**
   * HTTP/1.1 to backends that are offered HTTP/2.
   *
   * @param required targets whose backends have asked for it
   * @param upgrades whether requests may ask backends for another protocol
   */
  public record Http1(UpstreamPool pool, Http1Targets required, boolean upgrades) {

    private boolean serves(RequestHead head, Decision.To to, boolean isGrpc) {
      return to.target().scheme() == Scheme.HTTPS
          && ((upgrades && head.asksUpgrade())
              || (!isGrpc && required.contains(to.target(), to.chosenByClient())));
    }
  }

  /**
   * The pool of a decision's target.
   *
   * @param isGrpc whether it is a gRPC call, which needs HTTP/2
   */
  TargetPool target(RequestHead head, Decision.To to, boolean isGrpc) {
    Http1 other = http1;
    UpstreamPool pool = other != null && other.serves(head, to, isGrpc) ? other.pool() : usual;
    return pool.target(to.target(), to.chosenByClient());
  }

  /** The pool for another attempt: that of HTTP/1.1 if the backend has asked for it. */
  TargetPool again(TargetPool before) {
    Http1 other = http1;
    boolean chosen = before.isChosenByClient();
    return other != null && other.required().contains(before.target(), chosen)
        ? other.pool().target(before.target(), chosen)
        : before;
  }

  public Stream<UpstreamPool> all() {
    Http1 other = http1;
    return other == null ? Stream.of(usual) : Stream.of(usual, other.pool());
  }
}
