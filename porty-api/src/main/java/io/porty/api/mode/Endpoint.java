package io.porty.api.mode;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/**
 * The state of one backend, shared by all routes and event loops: requests in flight, connections,
 * failures, and permits of routes. Obtained from {@link Endpoints}. Thread-safe and non-blocking;
 * counting neither locks nor allocates.
 *
 * @since 0.2
 */
public final class Endpoint {

  /**
   * Distance of counters in the array, 128 bytes: two cache lines, which processors prefetch in
   * pairs.
   */
  private static final int STRIDE = 16;

  // The first place is left free: the array's header shares its line.
  private static final int REQUESTS = STRIDE;
  private static final int CONNECTIONS = 2 * STRIDE;
  private static final int CONNECT_FAILURES = 3 * STRIDE;
  private static final int LAST_FAILURE = CONNECT_FAILURES + 1;
  private static final int LENGTH = 4 * STRIDE;

  private final UpstreamKey key;
  private final AtomicLongArray counters = new AtomicLongArray(LENGTH);
  private final Map<ConnectionLimits, ConnectionPermits> permits = new ConcurrentHashMap<>(2);

  /**
   * Creates an unshared endpoint; {@link Endpoints} has the shared ones.
   *
   * @param key its key
   */
  public Endpoint(UpstreamKey key) {
    this.key = key;
  }

  /** {@return its key} */
  public UpstreamKey key() {
    return key;
  }

  // Counting

  /** A request or a client's TCP connection was assigned; {@link #requestEnded} follows. */
  public void requestBegan() {
    counters.getAndIncrement(REQUESTS);
  }

  /** A request has ended. */
  public void requestEnded() {
    counters.getAndDecrement(REQUESTS);
  }

  /** {@return requests and TCP connections in flight} */
  public long requests() {
    return counters.get(REQUESTS);
  }

  /** A connection was opened; {@link #connectionClosed} follows. */
  public void connectionOpened() {
    counters.getAndIncrement(CONNECTIONS);
  }

  /** A connection was closed. */
  public void connectionClosed() {
    counters.getAndDecrement(CONNECTIONS);
  }

  /** {@return open connections, including idle ones} */
  public long connections() {
    return counters.get(CONNECTIONS);
  }

  /**
   * A dial failed.
   *
   * @param unixMillis Unix time in milliseconds
   */
  public void connectFailed(long unixMillis) {
    counters.set(LAST_FAILURE, unixMillis);
    counters.getAndIncrement(CONNECT_FAILURES);
  }

  /** {@return number of failed dials} */
  public long connectFailures() {
    return counters.get(CONNECT_FAILURES);
  }

  /** {@return time of the last failed dial, Unix time in milliseconds; 0 for none} */
  public long lastFailureMillis() {
    return counters.get(LAST_FAILURE);
  }

  // Permits

  /**
   * Adds a pool to its route's limit for this endpoint, until {@link #leave}.
   *
   * @param limits of the route
   * @param pool of connections to this endpoint
   * @return the route's permits; null for no limit
   */
  public @Nullable ConnectionPermits join(ConnectionLimits limits, ConnectionPermits.Pool pool) {
    if (limits.connections() == 0) {
      return null;
    }
    return permits.compute(
        limits,
        (of, found) -> {
          ConnectionPermits shared = found == null ? new ConnectionPermits(of) : found;
          shared.join(pool);
          return shared;
        });
  }

  /**
   * Removes a pool without connections and requests.
   *
   * @param limits of the route
   * @param pool that has joined
   */
  public void leave(ConnectionLimits limits, ConnectionPermits.Pool pool) {
    permits.computeIfPresent(limits, (of, found) -> found.leave(pool) ? null : found);
  }

  @Override
  public String toString() {
    return key.toString();
  }
}
