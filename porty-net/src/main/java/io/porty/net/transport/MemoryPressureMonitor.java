package io.porty.net.transport;

import java.util.function.LongSupplier;

/**
 * Detects pressure on direct memory, so that new work waits before running work fails. Thread-safe,
 * and cheap enough to call for every request.
 */
public final class MemoryPressureMonitor {

  private static final double PRESSURE_FROM = 0.75;
  private static final double PRESSURE_UNTIL = 0.65;

  private final LongSupplier used;
  private final long pressureFrom;
  private final long pressureUntil;
  private volatile boolean isShort;

  /**
   * @param used bytes in use; negative if unknown
   * @param max limit in bytes
   */
  public MemoryPressureMonitor(LongSupplier used, long max) {
    this.used = used;
    this.pressureFrom = (long) (max * PRESSURE_FROM);
    this.pressureUntil = (long) (max * PRESSURE_UNTIL);
  }

  /** Under pressure from three quarters on, until usage falls below 65 %. */
  public boolean isShort() {
    boolean was = isShort;
    boolean is = used.getAsLong() >= (was ? pressureUntil : pressureFrom);
    if (is != was) {
      isShort = is;
    }
    return is;
  }
}
