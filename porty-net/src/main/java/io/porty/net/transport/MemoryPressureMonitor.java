package io.porty.net.transport;

import java.util.function.LongSupplier;

/**
 * Detects that direct memory runs short, so that new work waits before running work fails.
 * Thread-safe, and cheap enough to call for every request.
 */
public final class MemoryPressureMonitor {

  private static final double SHORT_FROM = 0.75;
  private static final double ENOUGH_BELOW = 0.65;

  private final LongSupplier used;
  private final long shortFrom;
  private final long enoughBelow;
  private volatile boolean isShort;

  /**
   * @param used bytes in use; negative if unknown
   * @param most so many there may be
   */
  public MemoryPressureMonitor(LongSupplier used, long most) {
    this.used = used;
    this.shortFrom = (long) (most * SHORT_FROM);
    this.enoughBelow = (long) (most * ENOUGH_BELOW);
  }

  /** Under pressure from three quarters on, until usage falls below 65 %. */
  public boolean isShort() {
    boolean was = isShort;
    boolean is = used.getAsLong() >= (was ? enoughBelow : shortFrom);
    if (is != was) {
      isShort = is;
    }
    return is;
  }
}
