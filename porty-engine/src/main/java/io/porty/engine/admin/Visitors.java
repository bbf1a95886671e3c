package io.porty.engine.admin;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The places of the admin endpoint. When all are taken, the visitor who has waited for longest
 * without having been let in gives way, then one who is idle, then one who does not take its
 * answer. On the endpoint's loop.
 */
final class Visitors {

  /** A monitoring system, a few browsers, and commands; each costs a few kB. */
  static final int MAX_VISITORS = 64;

  /** The oldest first. */
  private final Set<Visit> here = new LinkedHashSet<>();

  /** Makes room for a visitor; the newcomer itself gives way when all others are being answered. */
  void enter(Visit visit) {
    here.add(visit);
    if (here.size() <= MAX_VISITORS) {
      return;
    }
    for (Visit.State state : Visit.State.values()) {
      for (Visit other : here) {
        if (other.state() == state) {
          here.remove(other);
          other.giveWay();
          return;
        }
      }
    }
  }

  void leave(Visit visit) {
    here.remove(visit);
  }
}
