package io.porty.mode.http.h2;

/**
 * Counts the header blocks of an event loop that are incomplete and already longer than a head may
 * be: few clients write such, and each is memory. On that loop.
 */
final class LongBlocks {

  private int taken;

  /** Takes a place; false if there is none. */
  boolean take() {
    if (taken == H2Limits.LONG_BLOCKS) {
      return false;
    }
    taken++;
    return true;
  }

  void release() {
    taken--;
  }
}
