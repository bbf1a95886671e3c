package io.porty.mode.http.pool;

import io.netty.channel.Channel;
import io.porty.api.Target;
import io.porty.api.mode.Dialer;
import io.porty.api.mode.Route;

/** Creates the connections of a pool, for a protocol. */
@FunctionalInterface
public interface ConnectionFactory {

  /**
   * Takes ownership of a connected channel. A connection that is shared is added by {@link
   * TargetPool#share}. On its event loop.
   *
   * @return the connection, or the first stream of one that is shared
   */
  PooledConnection open(Channel upstream, TargetPool pool);

  /** Connects to the backends of a route. */
  default Dialer dialer(Route route) {
    return route.dialer();
  }

  /**
   * A backend has asked for HTTP/1.1: the requests to its target are sent so for a while.
   *
   * @return false if that is not possible
   */
  default boolean requireHttp1(TargetPool pool) {
    return false;
  }

  /** Whether connections to a target may be shared by requests. */
  default boolean mayShare(Target target) {
    return false;
  }
}
