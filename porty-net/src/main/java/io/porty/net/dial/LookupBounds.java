package io.porty.net.dial;

/**
 * How much of a lane's work there may be at once.
 *
 * @param running look-ups on threads; one that waits for a dead name server holds its thread for as
 *     long as the system's resolver takes
 * @param ofRoute of these for one route
 * @param ofClient of these for one client
 * @param waiting for a thread
 * @param waitingOfClient of these for one client
 * @param overdue threads that may hang beyond the deadline without counting as running
 */
record LookupBounds(
    int running, int ofRoute, int ofClient, int waiting, int waitingOfClient, int overdue) {

  /**
   * Targets that the configuration names: there are as many as the operator has written, and nobody
   * else can ask for one. A dead zone of theirs must not hold up the others.
   */
  static final LookupBounds CONFIGURED = new LookupBounds(32, 32, 32, 100_000, 100_000, 32);

  /**
   * Names that clients choose. Half of the threads for one route, and a quarter for one client:
   * whoever asks for names that never answer leaves room for others. 64 names wait for one client:
   * what 16 browsers ask for at once.
   */
  static final LookupBounds CHOSEN = new LookupBounds(16, 8, 4, 1024, 64, 0);

  /** Chosen names whose address is known and is asked for again: they are not behind new ones. */
  static final LookupBounds KNOWN = new LookupBounds(8, 4, 2, 1024, 64, 0);

  /** The most threads of all lanes together, and one that reads the hosts file. */
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
