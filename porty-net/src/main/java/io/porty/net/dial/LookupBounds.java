package io.porty.net.dial;

/**
 * Limits of one lookup queue.
 *
 * @param running lookups in progress; one that waits for a dead name server blocks its thread until
 *     the system's resolver gives up
 * @param ofRoute of these, for one route
 * @param ofClient of these, for one client
 * @param waiting lookups that wait for a thread
 * @param waitingOfClient of these, for one client
 * @param overdue lookups beyond the deadline that do not count as running
 */
record LookupBounds(
    int running, int ofRoute, int ofClient, int waiting, int waitingOfClient, int overdue) {

  /**
   * Targets of the configuration, whose number the operator limits. One unreachable zone must not
   * delay the others.
   */
  static final LookupBounds CONFIGURED = new LookupBounds(32, 32, 32, 100_000, 100_000, 32);

  /**
   * Names that clients choose. At most half of the threads for one route and a quarter for one
   * client, so that lookups that never complete do not starve others. 64 waiting names for one
   * client are what 16 browsers request at once.
   */
  static final LookupBounds CHOSEN = new LookupBounds(16, 8, 4, 1024, 64, 0);

  /** Client-chosen names with a stale answer, refreshed without queueing behind new names. */
  static final LookupBounds KNOWN = new LookupBounds(8, 4, 2, 1024, 64, 0);

  /** Maximum threads of all queues, and one that reads the hosts file. */
  static int threads() {
    return CONFIGURED.running
        + CONFIGURED.overdue
        + CHOSEN.running
        + CHOSEN.overdue
        + KNOWN.running
        + KNOWN.overdue
        + 1;
  }
}
