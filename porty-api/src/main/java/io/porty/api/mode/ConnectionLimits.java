package io.porty.api.mode;

/**
 * Limits of a route's connections to each endpoint, and of requests that wait for one. Compared by
 * identity: routes do not share permits, nor do two configurations of a route. Immutable.
 *
 * @since 0.2
 */
public final class ConnectionLimits {

  private final int connections;
  private final int queue;

  /**
   * Creates limits.
   *
   * @param connections maximum for each endpoint; 0 for no limit
   * @param queue maximum of waiting requests for each endpoint
   */
  public ConnectionLimits(int connections, int queue) {
    this.connections = connections;
    this.queue = queue;
  }

  /** {@return maximum connections to each endpoint; 0 for no limit} */
  public int connections() {
    return connections;
  }

  /** {@return maximum waiting requests for each endpoint} */
  public int queue() {
    return queue;
  }
}
