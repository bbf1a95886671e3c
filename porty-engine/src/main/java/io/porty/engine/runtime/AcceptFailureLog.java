package io.porty.engine.runtime;

import io.porty.net.diagnostics.Diagnostics;
import io.porty.net.diagnostics.InternalErrors;
import io.porty.net.diagnostics.RateLimitedLog;
import java.io.IOException;
import java.time.Duration;

/**
 * Logs failures of accept(2) on one listening address, at most once a minute. The usual cause is
 * that the process has no file descriptor left, so the log is written with reserved ones.
 * Thread-safe; called on event loops.
 */
final class AcceptFailureLog {

  private static final Diagnostics LOG = Diagnostics.of(AcceptFailureLog.class);
  private static final Duration INTERVAL = Duration.ofMinutes(1);

  /** Time limit for writing the message: meanwhile all listeners are paused. */
  private static final long FLUSH_MILLIS = 2_000;

  private final EngineContext context;
  private final RateLimitedLog log = new RateLimitedLog(LOG, INTERVAL);

  AcceptFailureLog(EngineContext context) {
    this.context = context;
  }

  void report(String place, Throwable cause) {
    if (!(cause instanceof IOException)) {
      context.errors().report(InternalErrors.ACCEPT, place, cause);
      return;
    }
    if (log.next() == RateLimitedLog.SUPPRESSED) {
      return;
    }
    context.logUnderFdExhaustion(
        () -> {
          LOG.warn(
              "cannot accept on {}: {}; retrying (raise the limit of open files, ulimit -n?)",
              place,
              cause.getMessage());
          Diagnostics.flush(FLUSH_MILLIS);
        });
  }
}
