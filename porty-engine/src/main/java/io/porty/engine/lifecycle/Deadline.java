package io.porty.engine.lifecycle;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A point in time by which something must be finished. Immutable. */
public final class Deadline {

  private final long atNanos;

  private Deadline(long atNanos) {
    this.atNanos = atNanos;
  }

  /** A deadline this long from now. */
  public static Deadline in(Duration time) {
    return new Deadline(System.nanoTime() + time.toNanos());
  }

  /** A deadline this much later. */
  public Deadline plus(Duration more) {
    return new Deadline(atNanos + more.toNanos());
  }

  /** The remaining milliseconds, rounded up; 0 after the deadline. */
  public long remainingMillis() {
    return Math.max(0, TimeUnit.NANOSECONDS.toMillis(atNanos - System.nanoTime() + 999_999));
  }

  public boolean hasPassed() {
    return remainingMillis() == 0;
  }
}
