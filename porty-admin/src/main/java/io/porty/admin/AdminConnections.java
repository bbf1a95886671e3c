package io.porty.admin;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The bounded set of open connections of the admin endpoint. A new connection beyond the maximum
 * evicts the oldest one without an authorized request, else an idle one, else one that does not
 * read its response, else one whose response is not ready. Used on the endpoint's event loop.
 */
final class AdminConnections {

  /** Enough for a monitoring system, a few browsers and commands; each costs a few kB. */
  static final int MAX_OPEN = 64;

  /** In order of arrival. */
  private final Set<AdminConnection> open = new LinkedHashSet<>();

  /** Adds a connection, evicting one if needed: the added one if all others run commands. */
  void add(AdminConnection connection) {
    if (open.size() >= MAX_OPEN) {
      AdminConnection evicted = toEvict(connection);
      open.remove(evicted);
      evicted.close();
    }
    if (connection.isOpen()) {
      open.add(connection);
    }
  }

  private AdminConnection toEvict(AdminConnection added) {
    for (AdminConnection.State state : AdminConnection.State.values()) {
      for (AdminConnection connection : open) {
        if (connection.state() == state && state != AdminConnection.State.RUNNING_COMMAND) {
          return connection;
        }
      }
    }
    return added;
  }

  /** Closes all connections: an event loop that shuts down would leak their buffered requests. */
  void close() {
    new ArrayList<>(open).forEach(AdminConnection::close);
  }

  void remove(AdminConnection connection) {
    open.remove(connection);
  }
}
