package io.porty.engine.runtime;

import io.porty.net.diagnostics.Diagnostics;
import io.porty.net.diagnostics.RateLimitedLog;
import io.porty.net.listener.ConnectionLimiter;
import java.time.Duration;
import java.util.Optional;

/** Logs that a listener has reached a connection limit, at most once a minute. Thread-safe. */
final class FullListenerLog {

  private static final Diagnostics LOG = Diagnostics.of(FullListenerLog.class);

  private static final Duration INTERVAL = Duration.ofMinutes(1);

  private final String place;
  private final RateLimitedLog log = new RateLimitedLog(LOG, INTERVAL);

  FullListenerLog(String place) {
    this.place = place;
  }

  /**
   * Reports that a connection was not admitted. Called on event loops, for each such connection.
   */
  void clientRejected(ConnectionLimiter gate) {
    if (!log.isDue()) {
      return;
    }
    Optional<String> limit = gate.reached();
    if (limit.isPresent()) {
      log.warn(
          "{} has reached {}; further clients wait until a connection ends", place, limit.get());
    }
  }
}
