package io.porty.engine.runtime;

import io.porty.net.diagnostics.Diagnostics;
import io.porty.net.diagnostics.RateLimitedLog;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;

/**
 * Missing and malformed PROXY headers at one listening address: counted, and logged once a minute.
 * Thread-safe.
 */
final class ProxyErrors {

  private static final Duration INTERVAL = Duration.ofMinutes(1);

  private final LongAdder count = new LongAdder();
  private final RateLimitedLog log =
      new RateLimitedLog(Diagnostics.of(ProxyErrors.class), INTERVAL);

  /**
   * @param place the listening address
   * @param peer who was to send the header
   */
  void report(String place, String peer, String reason) {
    count.increment();
    log.warn("no valid PROXY header at {} from {}, which was closed: {}", place, peer, reason);
  }

  long count() {
    return count.sum();
  }
}
