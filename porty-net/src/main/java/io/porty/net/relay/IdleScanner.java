package io.porty.net.relay;

import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The pairs of one event loop that are looked at every so often, in the order in which their turns
 * come. They all wait equally long, so a new one is the last, one timer serves them all, and a pair
 * that ends leaves nothing behind.
 */
final class IdleScanner {

  /** When a pair without a limit is looked at, once. */
  private static final long FIRST_TURN_NANOS = 10_000_000_000L;

  private final EventLoop loop;
  private final Duration limit;
  private final long intervalNanos;
  private @Nullable RelayPair first;
  private @Nullable RelayPair last;
  private boolean scheduled;

  /**
   * @param limit how long its pairs may be silent; zero is for ever
   */
  IdleScanner(EventLoop loop, Duration limit) {
    this.loop = loop;
    this.limit = limit;
    this.intervalNanos =
        limit.isZero() ? FIRST_TURN_NANOS : limit.toNanos() / RelayPair.CHECKS_IN_LIMIT;
  }

  Duration limit() {
    return limit;
  }

  void add(RelayPair pair) {
    pair.turnNanos = System.nanoTime() + intervalNanos;
    pair.prev = last;
    pair.next = null;
    if (last == null) {
      first = pair;
    } else {
      last.next = pair;
    }
    last = pair;
    schedule();
  }

  void remove(RelayPair pair) {
    if (pair.prev == null) {
      first = pair.next;
    } else {
      pair.prev.next = pair.next;
    }
    if (pair.next == null) {
      last = pair.prev;
    } else {
      pair.next.prev = pair.prev;
    }
    pair.prev = null;
    pair.next = null;
  }

  private void schedule() {
    RelayPair next = first;
    if (!scheduled && next != null) {
      scheduled = true;
      loop.schedule(
          this::look, Math.max(0, next.turnNanos - System.nanoTime()), TimeUnit.NANOSECONDS);
    }
  }

  /** One that fails holds up none of those after it. */
  private void takeTurn(RelayPair pair) {
    try {
      if (!pair.onScan()) {
        add(pair);
      }
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      pair.failedInTurn(e);
    }
  }

  private void look() {
    scheduled = false;
    long now = System.nanoTime();
    RelayPair pair = first;
    while (pair != null && pair.turnNanos - now <= 0) {
      remove(pair);
      takeTurn(pair);
      pair = first;
    }
    schedule();
  }
}
