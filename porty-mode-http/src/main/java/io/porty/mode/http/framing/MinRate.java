package io.porty.mode.http.framing;

/**
 * A least rate for a transfer that one side has to drive: waiting costs credit, bytes earn it. What
 * is saved is bounded, so that a fast beginning does not pay for hours of a byte now and then. On a
 * loop.
 */
public final class MinRate {

  /** Ticks in a second, and so the unit of the credit: a tenth of a byte. */
  private static final int PARTS = 10;

  private long credit;
  private long cap;
  private int rate;
  private long counted;

  /**
   * Begins.
   *
   * @param bytesPerSecond 0 for none
   * @param graceTicks how long nothing need come at the beginning
   * @param maxTicks how long nothing need come at most, whatever came before
   */
  public void start(int bytesPerSecond, int graceTicks, int maxTicks) {
    rate = bytesPerSecond;
    cap = (long) rate * Math.max(graceTicks, maxTicks);
    credit = (long) rate * graceTicks;
    counted = 0;
  }

  /**
   * To be called for each tick that is waited. Answers whether too little has come.
   *
   * @param total bytes since the beginning
   */
  public boolean isMissed(long total) {
    earn(total);
    credit -= rate;
    return credit < 0;
  }

  /**
   * Takes note of what came in a tick in which nobody was waited for. A total that shrinks, because
   * a channel's marks have moved, costs nothing.
   */
  public void earn(long total) {
    credit = Math.min(cap, credit + Math.max(0, total - counted) * PARTS);
    counted = total;
  }
}
