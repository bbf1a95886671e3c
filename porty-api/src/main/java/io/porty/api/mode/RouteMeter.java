package io.porty.api.mode;

import io.porty.api.PortyImplements;
import io.porty.api.Target;

/**
 * Counts what a mode does for one route on one event loop, for those who watch a running Porty. A
 * mode asks {@link Route#meter} for it once for each loop, and calls it on that loop alone. It
 * never waits and keeps nothing for a single call.
 *
 * <p>An <em>exchange</em> is what the mode serves one by one: an HTTP request with its answer, a
 * TCP connection.
 *
 * @since 0.1
 */
@PortyImplements
public interface RouteMeter {

  /** Where nobody counts. */
  RouteMeter OFF = new RouteMeter() {};

  /** {@return whether somebody counts; if not, a mode need not look at the clock for it} */
  default boolean isOn() {
    return false;
  }

  /** An exchange has begun; {@link #ended} follows, once. */
  default void began() {}

  /**
   * An exchange is over.
   *
   * @param stats what was measured of it, complete; reused when this returns
   */
  default void ended(StreamStats stats) {}

  /**
   * A try at an endpoint failed, and another one follows: at the next candidate of the decision, or
   * over another connection. The last try of an exchange is counted by {@link #ended}.
   *
   * @param target where the try went
   * @param errorCode why it failed, a stable word
   * @since 0.2
   */
  default void tryFailed(Target target, String errorCode) {}

  /**
   * A backend connection is at hand for an exchange.
   *
   * @param reused whether it has served another one before
   */
  default void upstreamAcquired(boolean reused) {}

  /** An exchange is sent once more, on another connection or to another target. */
  default void retried() {}

  /**
   * So many more, or less, of the backend connections are open.
   *
   * @param change how many more; negative for less
   */
  default void upstreamConnections(int change) {}

  /**
   * So many more, or less, of them wait for work.
   *
   * @param change how many more; negative for less
   */
  default void upstreamIdleConnections(int change) {}

  /**
   * So many more, or less, exchanges wait for a backend connection to become free.
   *
   * @param change how many more; negative for less
   */
  default void waiting(int change) {}
}
