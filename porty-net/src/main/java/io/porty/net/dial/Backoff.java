package io.porty.net.dial;

import java.util.concurrent.ThreadLocalRandom;

/**
 * Delay before a retry: 100 ms, doubled for each retry up to 12.8 s, minus up to 20 % jitter so
 * that retries of many clients do not synchronise.
 */
final class Backoff {

  private static final long FIRST_MILLIS = 100;
  private static final int MAX_DOUBLINGS = 7;

  /**
   * @param retry 0 for the first one
   */
  static long millis(int retry) {
    long delay = FIRST_MILLIS << Math.min(retry, MAX_DOUBLINGS);
    return delay - ThreadLocalRandom.current().nextLong(delay / 5 + 1);
  }

  private Backoff() {}
}
