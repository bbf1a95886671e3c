package io.porty.acme;

import java.time.Instant;

/**
 * Attempts for a host that failed, one after the other.
 *
 * @param count since the last success
 * @param retryAt not tried again before
 * @param problem of the last
 */
record Failures(int count, Instant retryAt, String problem) {

  static final Failures NONE = new Failures(0, Instant.EPOCH, "");

  /** The same, tried again at a time at the latest: what was stored may be wrong. */
  Failures atLatest(Instant latest) {
    return retryAt.isAfter(latest) ? new Failures(count, latest, problem) : this;
  }
}
