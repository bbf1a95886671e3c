package io.porty.engine.admin;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The places of the admin endpoint. When all are taken, the visitor who has waited for longest
 * without having been let in gives way, then one who is idle, then one who does not take its
 * answer, then one whose page is not ready. On the endpoint's loop.
 */
final class Visitors {

  /** A monitoring system, a few browsers, and commands; each costs a few kB. */
  static final int MAX_VISITORS = 64;

  /** The oldest first. */
  private final Set<Visit> here = new LinkedHashSet<>();

  /** Makes room for a visitor; the newcomer itself gives way when all others are being answered. */
  void enter(Visit visit) {
    if (here.size() >= MAX_VISITORS) {
      Visit least = leastWanted(visit);
      here.remove(least);
      least.giveWay();
    }
    if (visit.isHere()) {
      here.add(visit);
    }
  }

  private Visit leastWanted(Visit newcomer) {
    for (Visit.State state : Visit.State.values()) {
      for (Visit visit : here) {
        if (visit.state() == state && state != Visit.State.COMMANDING) {
          return visit;
        }
      }
    }
    return newcomer;
  }

  /** Everybody goes: a loop that ends does not tell what it closes, and requests would be kept. */
  void close() {
    new ArrayList<>(here).forEach(Visit::giveWay);
  }

  void leave(Visit visit) {
    here.remove(visit);
  }
}
