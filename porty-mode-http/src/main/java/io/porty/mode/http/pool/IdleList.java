package io.porty.mode.http.pool;

import org.jspecify.annotations.Nullable;

/**
 * The idle connections of one loop and route over all targets, in the order in which they became
 * idle. The links are in the connections: neither lending nor taking back allocates.
 */
final class IdleList {

  private @Nullable UpstreamConnection oldest;
  private @Nullable UpstreamConnection newest;
  private int size;

  void add(UpstreamConnection connection) {
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

  void remove(UpstreamConnection connection) {
    UpstreamConnection before = connection.older;
    UpstreamConnection behind = connection.newer;
    if (before == null) {
      oldest = behind;
    } else {
      before.newer = behind;
    }
    if (behind == null) {
      newest = before;
    } else {
      behind.older = before;
    }
    connection.older = null;
    connection.newer = null;
    size--;
  }

  @Nullable UpstreamConnection oldest() {
    return oldest;
  }

  int size() {
    return size;
  }
}
