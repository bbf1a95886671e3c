package io.porty.net.transport;

import java.util.function.LongSupplier;

/**
 * Knows whether memory for buffers outside of the heap runs short, so that new work can wait before
 * what runs already fails for want of it. Thread-safe, and cheap enough to be asked at any time.
 */
public final class MemoryPressureMonitor {

  private static final double SHORT_FROM = 0.75;
  private static final double ENOUGH_BELOW = 0.65;

  private final LongSupplier used;
  private final long shortFrom;
  private final long enoughBelow;
  private volatile boolean isShort;

  /**
   * @param used bytes, or less than zero if nobody counts
   * @param most so many there may be
   */
  public MemoryPressureMonitor(LongSupplier used, long most) {
    this.used = used;
    this.shortFrom = (long) (most * SHORT_FROM);
    this.enoughBelow = (long) (most * ENOUGH_BELOW);
  }

  /** Short from three quarters on, until there is clearly enough again. */
  public boolean isShort() {
    boolean was = isShort;
    boolean is = used.getAsLong() >= (was ? enoughBelow : shortFrom);
    if (is != was) {
      isShort = is;
    }
    return is;
  }
}
