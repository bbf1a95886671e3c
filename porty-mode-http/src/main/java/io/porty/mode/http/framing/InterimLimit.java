package io.porty.mode.http.framing;

/**
 * Limits the interim responses to one request: an initial burst, then one for each tick of the
 * event loop's clock. A backend may thus report progress for hours, but not flood the client.
 */
public final class InterimLimit {

  private static final int MAX_AT_ONCE = 64;

  private int counted;
  private int countedAt;

  /** Resets the limit for the next request. */
  public void reset() {
    counted = 0;
  }

  /**
   * Counts an interim response.
   *
   * @param now the current tick
   * @return whether the limit is exceeded
   */
  public boolean isExceeded(int now) {
    counted = Math.max(0, counted - (now - countedAt));
    countedAt = now;
    return ++counted > MAX_AT_ONCE;
  }
}
