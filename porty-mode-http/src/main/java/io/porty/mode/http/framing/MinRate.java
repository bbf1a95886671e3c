package io.porty.mode.http.framing;

/**
 * A minimum rate of a transfer, as a token bucket: each waited tick costs credit, and bytes earn
 * it. The credit is limited, so that a fast start does not permit hours at a trickle. On an event
 * loop.
 */
public final class MinRate {

  /** Ticks per second, so that one unit of credit is a tenth of a byte. */
  private static final int PARTS = 10;

  private long credit;
  private long cap;
  private int rate;
  private long counted;

  /**
   * Starts a transfer.
   *
   * @param bytesPerSecond minimum rate; 0 for none
   * @param graceTicks initial time without a minimum
   * @param maxTicks maximum time without bytes at any credit
   */
  public void start(int bytesPerSecond, int graceTicks, int maxTicks) {
    rate = bytesPerSecond;
    cap = (long) rate * Math.max(graceTicks, maxTicks);
    credit = (long) rate * graceTicks;
    counted = 0;
  }

  /**
   * Called for each tick of waiting.
   *
   * @param total bytes since the start
   * @return whether the rate is missed
   */
  public boolean isMissed(long total) {
    earn(total);
    credit -= rate;
    return credit < 0;
  }

  /**
   * Credits the bytes of a tick without waiting. A total that decreases, because the channel's
   * watermarks have changed, costs nothing.
   */
  public void earn(long total) {
    credit = Math.min(cap, credit + Math.max(0, total - counted) * PARTS);
    counted = total;
  }
}
