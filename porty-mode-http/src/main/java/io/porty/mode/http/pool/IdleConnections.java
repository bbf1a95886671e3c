package io.porty.mode.http.pool;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The idle connections to one target on one event loop that are not shared: a stack, and those that
 * are bound to a client, which only it uses again. On the loop.
 */
final class IdleConnections {

  private final TargetPool pool;
  private final UpstreamPool route;
  private final LeaseQueue queue;
  private final Deque<PooledConnection> stack = new ArrayDeque<>();

  IdleConnections(TargetPool pool, UpstreamPool route, LeaseQueue queue) {
    this.pool = pool;
    this.route = route;
    this.queue = queue;
  }

  /**
   * The most recently used one. A request that is not retryable gets none that the backend may be
   * about to close; with limited connections, an old one is closed to make room for a new one.
   */
  @Nullable PooledConnection poll(Lease lease) {
    PooledConnection latest = stack.peekFirst();
    if (latest == null || !lease.isNotRetryable() || !route.isOld(latest)) {
      return poll();
    }
    if (queue.isLimited()) {
      latest.close();
    }
    return null;
  }

  private @Nullable PooledConnection poll() {
    while (true) {
      PooledConnection connection = stack.pollFirst();
      if (connection == null) {
        return null;
      }
      route.idleList().unlist(connection);
      if (connection.isIdle()) {
        return connection;
      }
    }
  }

  void push(PooledConnection connection) {
    stack.addFirst(connection);
    route.idleList().list(connection);
    route.trim();
  }

  void remove(PooledConnection connection) {
    if (connection.listed) {
      stack.removeLastOccurrence(connection);
      route.idleList().unlist(connection);
    }
  }

  /** Closes an idle connection, so that its permit is free. */
  void evict() {
    PooledConnection connection = poll();
    if (connection != null) {
      connection.close();
    } else {
      evictBound();
    }
  }

  void closeAll() {
    new ArrayList<>(stack).forEach(PooledConnection::close);
  }

  // Connections that are bound to a client

  /**
   * A connection that is bound to a client becomes idle: it is kept for the client alone. One that
   * names its client counts as idle like any other, and gives way to others; one that a client has
   * authenticated stays.
   *
   * @return false if it is closed
   */
  boolean keepBound(PooledConnection connection) {
    if (!route.namesClient()) {
      return true;
    }
    if (!route.keeps(pool, connection) || queue.isAnyoneWaiting()) {
      connection.close();
      return false;
    }
    route.idleList().list(connection);
    route.trim();
    return connection.isIdle();
  }

  /** Its client wants it back; false if it is closed, or not fit for the request. */
  boolean takeBound(PooledConnection connection, Lease lease) {
    if (connection.listed) {
      route.idleList().unlist(connection);
      if (lease.isNotRetryable() && route.isOld(connection)) {
        connection.close();
      }
    }
    return connection.isIdle();
  }

  /** Closes the bound one that has been idle for longest; false if there is none. */
  boolean evictBound() {
    PoolMember at = route.idleList().oldest();
    while (at != null && (at.pool() != pool || !at.isBound())) {
      at = at.newer;
    }
    if (at != null) {
      at.close();
    }
    return at != null;
  }
}
