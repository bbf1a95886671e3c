package io.porty.admin;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The places of the admin endpoint. When all are taken, the visitor who has waited for longest
 * without having been let in gives way, then one who is idle, then one who does not take its
 * answer, then one whose page is not ready. On the endpoint's loop.
 */
final class AdminConnections {

  /** A monitoring system, a few browsers, and commands; each costs a few kB. */
  static final int MAX_VISITORS = 64;

  /** The oldest first. */
  private final Set<AdminConnection> here = new LinkedHashSet<>();

  /** Makes room for a visitor; the newcomer itself gives way when all others are being answered. */
  void enter(AdminConnection visit) {
    if (here.size() >= MAX_VISITORS) {
      AdminConnection least = leastWanted(visit);
      here.remove(least);
      least.giveWay();
    }
    if (visit.isHere()) {
      here.add(visit);
    }
  }

  private AdminConnection leastWanted(AdminConnection newcomer) {
    for (AdminConnection.State state : AdminConnection.State.values()) {
      for (AdminConnection visit : here) {
        if (visit.state() == state && state != AdminConnection.State.COMMANDING) {
          return visit;
        }
      }
    }
    return newcomer;
  }

  /** Everybody goes: a loop that ends does not tell what it closes, and requests would be kept. */
  void close() {
    new ArrayList<>(here).forEach(AdminConnection::giveWay);
  }

  void leave(AdminConnection visit) {
    here.remove(visit);
  }
}
