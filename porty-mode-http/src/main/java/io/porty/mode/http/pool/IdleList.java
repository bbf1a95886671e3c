package io.porty.mode.http.pool;

import io.porty.api.mode.RouteMeter;
import org.jspecify.annotations.Nullable;

/**
 * The idle connections of a route on one event loop, over all targets, in the order in which they
 * became idle. An intrusive list: neither acquire nor release allocates.
 */
final class IdleList {

  private final RouteMeter meter;
  private @Nullable PoolMember oldest;
  private @Nullable PoolMember newest;
  private int size;

  IdleList(RouteMeter meter) {
    this.meter = meter;
  }

  /** Adds a connection that is not listed. */
  void list(PoolMember connection) {
    connection.idleSince(connection.pool().now());
    connection.listed = true;
    connection.older = newest;
    connection.newer = null;
    if (newest == null) {
      oldest = connection;
    } else {
      newest.newer = connection;
    }
    newest = connection;
    size++;
    meter.upstreamIdleConnections(1);
  }

  /** Removes a connection; without effect if it is not listed. */
  void unlist(PoolMember connection) {
    if (!connection.listed) {
      return;
    }
    connection.listed = false;
    PoolMember prev = connection.older;
    PoolMember next = connection.newer;
    if (prev == null) {
      oldest = next;
    } else {
      prev.newer = next;
    }
    if (next == null) {
      newest = prev;
    } else {
      next.older = prev;
    }
    connection.older = null;
    connection.newer = null;
    size--;
    meter.upstreamIdleConnections(-1);
  }

  @Nullable PoolMember oldest() {
    return oldest;
  }

  int size() {
    return size;
  }
}
