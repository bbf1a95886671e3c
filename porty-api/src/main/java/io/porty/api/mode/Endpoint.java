package io.porty.api.mode;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/**
 * The state of one backend, shared by all routes and event loops: what is under way, what is open,
 * what failed, and the permits of each route. A mode gets it from {@link Endpoints}. Thread-safe;
 * the counters are exact, no method waits, and counting takes no lock and allocates nothing.
 *
 * @since 0.2
 */
public final class Endpoint {

  /** Counters lie this many places, 128 bytes, apart: two cache lines, which processors pair. */
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
   * An endpoint that nobody else knows; {@link Endpoints} has the shared ones.
   *
   * @param key which backend it is
   */
  public Endpoint(UpstreamKey key) {
    this.key = key;
  }

  /** {@return which backend it is} */
  public UpstreamKey key() {
    return key;
  }

  // Counting

  /** A request, or a TCP connection of a client, was given to it; {@link #requestEnded} follows. */
  public void requestBegan() {
    counters.getAndIncrement(REQUESTS);
  }

  /** A request is over, however it ended. */
  public void requestEnded() {
    counters.getAndDecrement(REQUESTS);
  }

  /** {@return the requests and client connections that are under way at it} */
  public long requests() {
    return counters.get(REQUESTS);
  }

  /** It was connected to; {@link #connectionClosed} follows. */
  public void connectionOpened() {
    counters.getAndIncrement(CONNECTIONS);
  }

  /** A connection to it is closed. */
  public void connectionClosed() {
    counters.getAndDecrement(CONNECTIONS);
  }

  /** {@return the connections to it that are open, idle ones included} */
  public long connections() {
    return counters.get(CONNECTIONS);
  }

  /**
   * It could not be connected to, or its name not be resolved.
   *
   * @param unixMillis when, Unix time in milliseconds
   */
  public void connectFailed(long unixMillis) {
    counters.set(LAST_FAILURE, unixMillis);
    counters.getAndIncrement(CONNECT_FAILURES);
  }

  /** {@return how often it could not be connected to, since Porty knows it} */
  public long connectFailures() {
    return counters.get(CONNECT_FAILURES);
  }

  /** {@return when it last could not be connected to, Unix time in milliseconds; 0 for never} */
  public long lastFailureMillis() {
    return counters.get(LAST_FAILURE);
  }

  // Permits

  /**
   * A pool takes part in its route's bound for this endpoint, until {@link #leave}.
   *
   * @param limits of the route
   * @param pool of connections to this endpoint
   * @return the route's permits; null if it sets no bound
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
   * A pool has no connections and no requests here any more.
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
