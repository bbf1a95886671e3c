package io.porty.engine.accesslog;

import io.porty.net.diagnostics.Diagnostics;
import io.porty.net.diagnostics.RateLimitedLog;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Counts the dropped records and failed calls of the access logs of one name, and logs them:
 * shortly after the first, then at most once a minute. Thread-safe.
 */
public final class LogCounters {

  private static final Diagnostics LOG = Diagnostics.of(LogCounters.class);

  /** Delay of the first message, so that a burst is reported as one. */
  private static final long REPORT_DELAY_MILLIS = 200;

  static final Duration REPORT_INTERVAL = Duration.ofMinutes(1);

  private final String name;
  private final String owner;
  private final LongAdder lost = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final AtomicBoolean reportScheduled = new AtomicBoolean();
  private volatile @Nullable CallFailure lastFailure;
  private long lostReported;
  private long failedReported;
  private final RateLimitedLog limit = new RateLimitedLog(LOG, REPORT_INTERVAL);

  private record CallFailure(String method, Throwable cause) {}

  /**
   * @param name as in {@code log_format}
   * @param owner for messages: {@code access log "csv" of plugins/csv}
   */
  public LogCounters(String name, String owner) {
    this.name = name;
    this.owner = owner;
  }

  /** As in {@code log_format}. */
  public String name() {
    return name;
  }

  /** The plugin and its log, for messages. */
  String owner() {
    return owner;
  }

  /** The number of records dropped because the log was too slow. */
  public long lost() {
    return lost.sum();
  }

  /** The number of calls that have thrown. */
  public long failed() {
    return failed.sum();
  }

  /** Counts dropped records. Never blocks. */
  void addLost(long records) {
    lost.add(records);
    scheduleReport();
  }

  /** Counts a call that has thrown. */
  void addFailure(String method, Throwable cause) {
    failed.increment();
    lastFailure = new CallFailure(method, cause);
    scheduleReport();
  }

  private void scheduleReport() {
    if (!reportScheduled.get() && reportScheduled.compareAndSet(false, true)) {
      CompletableFuture.delayedExecutor(reportDelayMillis(), TimeUnit.MILLISECONDS)
          .execute(this::report);
    }
  }

  private long reportDelayMillis() {
    return Math.max(REPORT_DELAY_MILLIS, limit.nanosUntilDue() / 1_000_000 + 1);
  }

  /** Logs what has not been logged yet. */
  synchronized void report() {
    reportScheduled.set(false);
    long newlyLost = lost.sum() - lostReported;
    long newlyFailed = failed.sum() - failedReported;
    lostReported += newlyLost;
    failedReported += newlyFailed;
    long unused = limit.next();
    if (newlyLost > 0) {
      LOG.warn("{} is too slow: {} records lost", owner, newlyLost);
    }
    CallFailure failure = lastFailure;
    if (newlyFailed > 0 && failure != null) {
      LOG.error(
          "{} failed {}, the last time in {}",
          owner,
          newlyFailed == 1 ? "once" : newlyFailed + " times",
          failure.method(),
          failure.cause());
    }
  }
}
