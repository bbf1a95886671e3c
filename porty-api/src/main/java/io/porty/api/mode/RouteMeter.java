package io.porty.api.mode;

import io.porty.api.PortyImplements;
import io.porty.api.Target;

/**
 * Counts the traffic of one route on one event loop for metrics. Obtained from {@link Route#meter}
 * once for each loop, and called on that loop only. Never blocks or allocates for a call.
 *
 * <p>An <em>exchange</em> is an HTTP request with its response, or a TCP connection.
 *
 * @since 0.1
 */
@PortyImplements
public interface RouteMeter {

  /** Counts nothing. */
  RouteMeter OFF = new RouteMeter() {};

  /** {@return whether metrics are on; if not, a mode need not read the clock for them} */
  default boolean isOn() {
    return false;
  }

  /** An exchange has started; {@link #ended} follows once. */
  default void began() {}

  /**
   * An exchange has ended.
   *
   * @param stats the complete measurement; reused when this returns
   */
  default void ended(StreamStats stats) {}

  /**
   * An attempt failed and another one follows: at the next target of the decision, or on another
   * connection. The last attempt is counted by {@link #ended}.
   *
   * @param target of the attempt
   * @param errorCode the error code
   * @since 0.2
   */
  default void tryFailed(Target target, String errorCode) {}

  /**
   * A backend connection was acquired for an exchange.
   *
   * @param reused whether it is a reused one
   */
  default void upstreamAcquired(boolean reused) {}

  /** An exchange is retried, on another connection or with another target. */
  default void retried() {}

  /**
   * The number of open backend connections has changed.
   *
   * @param change the difference
   */
  default void upstreamConnections(int change) {}

  /**
   * The number of idle backend connections has changed.
   *
   * @param change the difference
   */
  default void upstreamIdleConnections(int change) {}

  /**
   * The number of exchanges that wait for a backend connection has changed.
   *
   * @param change the difference
   */
  default void waiting(int change) {}
}
