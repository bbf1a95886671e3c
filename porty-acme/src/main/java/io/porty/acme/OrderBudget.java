package io.porty.acme;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Bounds how many certificates are asked for in an hour, whatever goes wrong: authorities lock out
 * who asks too often. An attempt has two orders at most. Not thread-safe.
 */
final class OrderBudget {

  /** Let's Encrypt permits 300 orders in three hours. */
  static final int MAX_ATTEMPTS_PER_HOUR = 40;

  private static final Duration WINDOW = Duration.ofHours(1);

  private final Deque<Instant> attempts = new ArrayDeque<>();

  /** When the next attempt may be made: now, or later. */
  Instant next(Instant now) {
    while (!attempts.isEmpty() && !attempts.peekFirst().plus(WINDOW).isAfter(now)) {
      attempts.removeFirst();
    }
    return attempts.size() < MAX_ATTEMPTS_PER_HOUR ? now : attempts.getFirst().plus(WINDOW);
  }

  /** An attempt is made. */
  void take(Instant now) {
    attempts.addLast(now);
  }
}
