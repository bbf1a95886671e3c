package io.porty.engine.lifecycle;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A moment by which something has to be over. Immutable. */
public final class Deadline {

  private final long atNanos;

  private Deadline(long atNanos) {
    this.atNanos = atNanos;
  }

  /** So long from now. */
  public static Deadline in(Duration time) {
    return new Deadline(System.nanoTime() + time.toNanos());
  }

  /** So much later than this one. */
  public Deadline plus(Duration more) {
    return new Deadline(atNanos + more.toNanos());
  }

  /** What is left, rounded up; 0 when it is over. */
  public long millisLeft() {
    return Math.max(0, TimeUnit.NANOSECONDS.toMillis(atNanos - System.nanoTime() + 999_999));
  }

  public boolean isOver() {
    return millisLeft() == 0;
  }
}
