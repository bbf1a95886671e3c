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
 * What goes wrong with the traffic logs of one name: how many records they have lost, how many of
 * their calls have failed, and that this is said, soon and then once a minute at most. Thread-safe.
 */
public final class LogCounters {

  private static final Diagnostics LOG = Diagnostics.of(LogCounters.class);

  /** What comes in a burst is said together. */
  private static final long FIRST_MILLIS = 200;

  static final Duration INTERVAL = Duration.ofMinutes(1);

  private final String name;
  private final String owner;
  private final LongAdder lost = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final AtomicBoolean due = new AtomicBoolean();
  private volatile @Nullable Trouble latest;
  private long lostSaid;
  private long failedSaid;
  private final RateLimitedLog limit = new RateLimitedLog(LOG, INTERVAL);

  private record Trouble(String method, Throwable cause) {}

  /**
   * @param name as in {@code log_format}
   * @param owner for messages: {@code traffic log "csv" of plugins/csv}
   */
  public LogCounters(String name, String owner) {
    this.name = name;
    this.owner = owner;
  }

  /** As in {@code log_format}. */
  public String name() {
    return name;
  }

  /** For messages. */
  String owner() {
    return owner;
  }

  /** Records that it never saw, because it is too slow. */
  public long lost() {
    return lost.sum();
  }

  /** Calls of it that threw. */
  public long failed() {
    return failed.sum();
  }

  /** So many records are lost. Never waits. */
  void lose(long records) {
    lost.add(records);
    makeDue();
  }

  /** A call has thrown. */
  void fail(String method, Throwable cause) {
    failed.increment();
    latest = new Trouble(method, cause);
    makeDue();
  }

  private void makeDue() {
    if (!due.get() && due.compareAndSet(false, true)) {
      CompletableFuture.delayedExecutor(millisToWait(), TimeUnit.MILLISECONDS).execute(this::say);
    }
  }

  private long millisToWait() {
    return Math.max(FIRST_MILLIS, limit.nanosUntilDue() / 1_000_000 + 1);
  }

  /** Says what has not been said yet. */
  synchronized void say() {
    due.set(false);
    long newlyLost = lost.sum() - lostSaid;
    long newlyFailed = failed.sum() - failedSaid;
    lostSaid += newlyLost;
    failedSaid += newlyFailed;
    long unused = limit.next();
    if (newlyLost > 0) {
      LOG.warn("{} is too slow: {} records lost", owner, newlyLost);
    }
    Trouble trouble = latest;
    if (newlyFailed > 0 && trouble != null) {
      LOG.error(
          "{} failed {}, the last time in {}",
          owner,
          newlyFailed == 1 ? "once" : newlyFailed + " times",
          trouble.method(),
          trouble.cause());
    }
  }
}
