package io.porty.net.opening;

import io.porty.net.diagnostics.Diagnostics;
import io.porty.net.diagnostics.RateLimitedLog;
import java.time.Duration;

/**
 * Logs missing and malformed PROXY headers, once a minute, with the number of those in between.
 * Thread-safe.
 */
public final class ProxyLog {

  private static final Duration INTERVAL = Duration.ofMinutes(1);

  private final RateLimitedLog log = new RateLimitedLog(Diagnostics.of(ProxyLog.class), INTERVAL);

  /**
   * @param place the listening address
   * @param peer who was to send the header
   */
  public void report(String place, String peer, String reason) {
    log.warn("no valid PROXY header at {} from {}, which was closed: {}", place, peer, reason);
  }
}
