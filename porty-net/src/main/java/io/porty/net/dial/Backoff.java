package io.porty.net.dial;

import java.util.concurrent.ThreadLocalRandom;

/**
 * Waits between attempts: 100 ms, doubled each time, each shortened by up to a fifth so that
 * clients do not march in step.
 */
final class Backoff {

  private static final long FIRST_MILLIS = 100;
  private static final int MAX_DOUBLINGS = 7;

  /**
   * @param retry 0 for the first one
   */
  static long millis(int retry) {
    long full = FIRST_MILLIS << Math.min(retry, MAX_DOUBLINGS);
    return full - ThreadLocalRandom.current().nextLong(full / 5 + 1);
  }

  private Backoff() {}
}
