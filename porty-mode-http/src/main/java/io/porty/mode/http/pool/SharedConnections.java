package io.porty.mode.http.pool;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The shared connections to one target on one event loop. Leases that come while the first one is
 * dialled wait for it, so that a burst of requests opens one connection. Each waiting lease has a
 * permit. On the loop.
 */
public final class SharedConnections {

  private final TargetPool pool;
  private final UpstreamPool route;
  private final List<SharedConnection> open = new ArrayList<>(2);
  private final Deque<Lease> waiting = new ArrayDeque<>();

  /** Dials that have not failed, until the limit of their connection is known. */
  private int dials;

  /** What the last connection allows; many until one has said. */
  private int streams = Integer.MAX_VALUE;

  /** The backend has agreed on a protocol whose connections are not shared. */
  private boolean exclusive;

  SharedConnections(TargetPool pool, UpstreamPool route) {
    this.pool = pool;
    this.route = route;
  }

  // Leases

  /**
   * A stream of the connection with the most streams, so that the others become idle; null if none
   * has room.
   */
  @Nullable SharedStream openStream(Lease lease) {
    SharedConnection best = null;
    for (SharedConnection one : open) {
      if (fits(one, lease) && (best == null || one.streams() > best.streams())) {
        best = one;
      }
    }
    if (best == null) {
      return null;
    }
    route.idleList().unlist(best);
    return best.openStream();
  }

  private boolean fits(SharedConnection one, Lease lease) {
    return one.hasRoom()
        && route.keeps(pool, one)
        && !(one.listed && lease.isNotRetryable() && route.isOld(one));
  }

  /** Whether a connection with room for more streams is expected. */
  boolean isExpected() {
    return !exclusive && dials > 0 && !route.namesClient();
  }

  void await(Lease lease) {
    waiting.addLast(lease);
    route.meter().waiting(1);
    lease.awaitsConnection();
  }

  /** The lease is cancelled; false if it does not wait. */
  boolean remove(Lease lease) {
    boolean removed = waiting.remove(lease);
    if (removed) {
      route.meter().waiting(-1);
    }
    return removed;
  }

  private Lease next() {
    route.meter().waiting(-1);
    return waiting.removeFirst();
  }

  private void serve() {
    while (!waiting.isEmpty()) {
      SharedStream stream = openStream(waiting.getFirst());
      if (stream != null) {
        next().offered(stream);
      } else if (dials > 0 && (long) dials * streams >= waiting.size()) {
        return;
      } else {
        pool.dial(next());
      }
    }
  }

  // Dials

  void dialBegan() {
    dials++;
  }

  /**
   * A dial has failed or was cancelled, or its connection is closed before its limit is known:
   * those that wait dial for themselves.
   */
  public void dialFailed() {
    dials--;
    if (dials == 0) {
      dialAll();
    }
  }

  /** A dialled connection turns out not to be shared. */
  void dialedExclusive() {
    dials--;
    exclusive = true;
    dialAll();
  }

  private void dialAll() {
    while (!waiting.isEmpty()) {
      pool.dial(next());
    }
  }

  // Connections

  /** A connection was dialled; it has room for one stream until its limit is known. */
  public void add(SharedConnection connection) {
    exclusive = false;
    open.add(connection);
    pool.sharedOpened();
    route.meter().upstreamConnections(1);
  }

  /**
   * The limit of a connection is known; once for each, unless it was closed before.
   *
   * @param limit streams at a time
   */
  public void settled(int limit) {
    dials--;
    streams = Math.max(1, limit);
    serve();
  }

  /** A stream was closed; once for each, after its connection counts it no more. */
  public void streamClosed(SharedConnection connection) {
    if (connection.isIdle()) {
      if (route.keeps(pool, connection)) {
        route.idleList().list(connection);
        route.trim();
      } else {
        connection.close();
      }
    }
    pool.released();
    serve();
  }

  /** A connection was closed; once for each, after its streams. */
  public void gone(SharedConnection connection) {
    open.remove(connection);
    route.idleList().unlist(connection);
    route.meter().upstreamConnections(-1);
    pool.sharedGone();
  }

  void retireAll() {
    new ArrayList<>(open).forEach(SharedConnection::retire);
  }
}
