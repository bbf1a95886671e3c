package io.porty.mode.http.h2;

import io.porty.mode.http.config.HttpRoute;

/** A token bucket on the coarse clock. On an event loop. */
final class Bucket {

  /** Parts of a token that one tick gives back for each token a second. */
  private static final int PARTS = 1000 / HttpRoute.TICK_MILLIS;

  private final int full;
  private final int perTick;
  private int level;
  private int filledAt;

  /**
   * @param tokens capacity
   * @param perSecond tokens that come back in a second
   * @param now the current tick
   */
  Bucket(int tokens, int perSecond, int now) {
    this.full = tokens * PARTS;
    this.perTick = perSecond;
    this.level = full;
    this.filledAt = now;
  }

  /** Takes a token; false if there is none. */
  boolean take(int now) {
    level = (int) Math.min(full, level + (long) (now - filledAt) * perTick);
    filledAt = now;
    if (level < PARTS) {
      return false;
    }
    level -= PARTS;
    return true;
  }
}
