package io.porty.net.opening;

import io.porty.net.diagnostics.Diagnostics;
import io.porty.net.diagnostics.RateLimitedLog;
import io.porty.net.tls.TlsFailure;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Logs failed handshakes: once a minute for each reason, with the number of those in between, so
 * that scanners do not fill a disk. Thread-safe.
 */
public final class HandshakeLog {

  private static final Duration INTERVAL = Duration.ofMinutes(1);

  private final Diagnostics log;
  private final Map<TlsFailure.Reason, RateLimitedLog> logs = new ConcurrentHashMap<>();

  public HandshakeLog() {
    this(Diagnostics.of(HandshakeLog.class));
  }

  HandshakeLog(Diagnostics log) {
    this.log = log;
  }

  /**
   * @param place the listening address
   * @param client the client's address
   */
  public void report(String place, String client, TlsFailure failure) {
    logs.computeIfAbsent(failure.reason(), reason -> new RateLimitedLog(log, INTERVAL))
        .warn("TLS handshake failed at {} with {}: {}", place, client, failure.text());
  }
}
