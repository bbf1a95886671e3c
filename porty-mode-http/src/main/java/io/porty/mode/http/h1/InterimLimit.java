package io.porty.mode.http.h1;

/**
 * How many interim responses a backend may send to one request: so many at once, after that one for
 * each tick of the loop's clock. A backend that says now and then that it is at work may do so for
 * hours; one that floods its client is broken.
 */
final class InterimLimit {

  private static final int MAX_AT_ONCE = 64;

  private int counted;
  private int countedAt;

  /** For the next request. */
  void reset() {
    counted = 0;
  }

  /**
   * Counts one.
   *
   * @param now in ticks
   * @return whether it is one too many
   */
  boolean isExceeded(int now) {
    counted = Math.max(0, counted - (now - countedAt));
    countedAt = now;
    return ++counted > MAX_AT_ONCE;
  }
}
