package io.porty.api.mode;

/**
 * How many connections one route may have to each endpoint, and how many requests may wait for one.
 * Two of them are different even with the same numbers: routes do not share their permits, nor do
 * two configurations of a route. Immutable; from any thread.
 *
 * @since 0.2
 */
public final class ConnectionLimits {

  private final int connections;
  private final int queue;

  /**
   * Sets the bounds.
   *
   * @param connections to each endpoint; 0 sets no bound
   * @param queue how many requests wait for one at most
   */
  public ConnectionLimits(int connections, int queue) {
    this.connections = connections;
    this.queue = queue;
  }

  /** {@return how many connections to each endpoint; 0 is any number} */
  public int connections() {
    return connections;
  }

  /** {@return how many requests wait for one at most} */
  public int queue() {
    return queue;
  }
}
