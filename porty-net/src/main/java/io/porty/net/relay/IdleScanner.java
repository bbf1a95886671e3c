package io.porty.net.relay;

import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Scans the relay pairs of one event loop for idle timeouts. All its pairs have the same interval,
 * so the list is ordered by due time, one timer serves all of them, and a pair that ends is
 * unlinked without cancelling a timer. On its event loop.
 */
final class IdleScanner {

  /** When a pair without an idle timeout is scanned, once. */
  private static final long FIRST_SCAN_NANOS = 10_000_000_000L;

  private final EventLoop loop;
  private final Duration timeout;
  private final long intervalNanos;
  private @Nullable RelayPair first;
  private @Nullable RelayPair last;
  private boolean scheduled;

  /**
   * @param timeout idle timeout of its pairs; zero disables it
   */
  IdleScanner(EventLoop loop, Duration timeout) {
    this.loop = loop;
    this.timeout = timeout;
    this.intervalNanos =
        timeout.isZero() ? FIRST_SCAN_NANOS : timeout.toNanos() / RelayPair.SCANS_PER_TIMEOUT;
  }

  Duration timeout() {
    return timeout;
  }

  void add(RelayPair pair) {
    pair.nextScanNanos = System.nanoTime() + intervalNanos;
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
          this::scan, Math.max(0, next.nextScanNanos - System.nanoTime()), TimeUnit.NANOSECONDS);
    }
  }

  /** A pair that fails does not prevent the scan of the others. */
  private void scanPair(RelayPair pair) {
    try {
      if (!pair.onScan()) {
        add(pair);
      }
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      pair.onScanFailure(e);
    }
  }

  private void scan() {
    scheduled = false;
    long now = System.nanoTime();
    RelayPair pair = first;
    while (pair != null && pair.nextScanNanos - now <= 0) {
      remove(pair);
      scanPair(pair);
      pair = first;
    }
    schedule();
  }
}
