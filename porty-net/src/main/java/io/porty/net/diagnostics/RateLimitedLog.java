package io.porty.net.diagnostics;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Logs at most one message of a kind in each interval; further ones are suppressed, and the next
 * message has their number. Never blocks; thread-safe.
 */
public final class RateLimitedLog {

  /** Returned by {@link #next} if the message is suppressed. */
  public static final long SUPPRESSED = -1;

  private final Diagnostics log;
  private final long intervalNanos;
  private final LongSupplier clock;
  private final AtomicLong loggedAt;
  private final LongAdder suppressed = new LongAdder();

  public RateLimitedLog(Diagnostics log, Duration interval) {
    this(log, interval, System::nanoTime);
  }

  /**
   * @param clock in nanoseconds, as {@link System#nanoTime}
   */
  RateLimitedLog(Diagnostics log, Duration interval, LongSupplier clock) {
    this.log = log;
    this.intervalNanos = interval.toNanos();
    this.clock = clock;
    this.loggedAt = new AtomicLong(clock.getAsLong() - intervalNanos);
  }

  /** Nanoseconds until a message would be logged; 0 if one would be now. */
  public long nanosUntilDue() {
    return Math.max(0, loggedAt.get() + intervalNanos - clock.getAsLong());
  }

  /** Whether a message would be logged now, for messages that are expensive to create. */
  public boolean isDue() {
    return nanosUntilDue() == 0;
  }

  /**
   * Begins an interval if one may begin, for a message that the caller logs itself.
   *
   * @return how many were suppressed since the last message; {@link #SUPPRESSED} if this one is
   */
  public long next() {
    long last = loggedAt.get();
    long now = clock.getAsLong();
    if (now - last < intervalNanos || !loggedAt.compareAndSet(last, now)) {
      suppressed.increment();
      return SUPPRESSED;
    }
    return suppressed.sumThenReset();
  }

  /** As {@link Diagnostics#warn}. */
  public void warn(String format, @Nullable Object... arguments) {
    long before = next();
    if (before != SUPPRESSED) {
      log.warn(format + counted(before), arguments);
    }
  }

  /** As {@link Diagnostics#error}. */
  public void error(String format, @Nullable Object... arguments) {
    long before = next();
    if (before != SUPPRESSED) {
      log.error(format + counted(before), arguments);
    }
  }

  private static String counted(long before) {
    return before == 0 ? "" : " (and " + before + " times before, not logged)";
  }
}
