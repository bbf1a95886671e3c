package io.porty.mode.http.pool;

import org.jspecify.annotations.Nullable;

/**
 * The idle connections of a route on one event loop, over all targets, in the order in which they
 * became idle. An intrusive list: neither acquire nor release allocates.
 */
final class IdleList {

  private @Nullable PooledConnection oldest;
  private @Nullable PooledConnection newest;
  private int size;

  void add(PooledConnection connection) {
    connection.older = newest;
    connection.newer = null;
    if (newest == null) {
      oldest = connection;
    } else {
      newest.newer = connection;
    }
    newest = connection;
    size++;
  }

  void remove(PooledConnection connection) {
    PooledConnection prev = connection.older;
    PooledConnection next = connection.newer;
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
  }

  @Nullable PooledConnection oldest() {
    return oldest;
  }

  int size() {
    return size;
  }
}
