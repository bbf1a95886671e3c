package io.porty.engine.runtime;

import io.porty.net.diagnostics.Diagnostics;
import io.porty.net.diagnostics.RateLimitedLog;
import io.porty.net.listener.ConnectionLimiter;
import java.time.Duration;
import java.util.Optional;

/** Says that clients of a listener have to wait: at once, then once a minute. Thread-safe. */
final class FullListenerLog {

  private static final Diagnostics LOG = Diagnostics.of(FullListenerLog.class);

  private static final Duration INTERVAL = Duration.ofMinutes(1);

  private final String place;
  private final RateLimitedLog log = new RateLimitedLog(LOG, INTERVAL);

  FullListenerLog(String place) {
    this.place = place;
  }

  /** A client was not admitted. Called on an event loop, for each time that one is not. */
  void wasFound(ConnectionLimiter gate) {
    if (!log.isDue()) {
      return;
    }
    Optional<String> limit = gate.reached();
    if (limit.isPresent()) {
      log.warn("{} is full with {}; further clients wait until one ends", place, limit.get());
    }
  }
}
