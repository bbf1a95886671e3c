package io.porty.net.opening;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * How many full handshakes all event loops together may begin in a second, of all listeners or of
 * one. Those that turn out to resume a session are given back: they cost a tenth, and a client
 * cannot be believed before its ticket was decrypted. Thread-safe.
 */
public final class HandshakeRate {

  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  /** So much may come at once after a pause. */
  private static final long BURST_NANOS = SECOND / 10;

  private final LongSupplier nanoTime;

  /** When the next handshake would be due if all came evenly (GCRA, ITU-T I.371). */
  private final AtomicLong due;

  private volatile long intervalNanos;

  public HandshakeRate() {
    this(System::nanoTime);
  }

  HandshakeRate(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.due = new AtomicLong(nanoTime.getAsLong());
  }

  /**
   * @param perSecond 0 for no limit
   */
  public void limit(int perSecond) {
    intervalNanos = perSecond == 0 ? 0 : SECOND / perSecond;
  }

  /** Takes one: 0 if it may begin now, else for how many nanoseconds it has to wait at least. */
  long take() {
    long interval = intervalNanos;
    if (interval == 0) {
      return 0;
    }
    while (true) {
      long now = nanoTime.getAsLong();
      long before = due.get();
      long ahead = Math.max(0, before - now);
      if (ahead > BURST_NANOS) {
        return ahead - BURST_NANOS;
      }
      if (due.compareAndSet(before, now + ahead + interval)) {
        return 0;
      }
    }
  }

  /** One that was taken did not cost what it was counted for. */
  void giveBack() {
    due.addAndGet(-intervalNanos);
  }
}
