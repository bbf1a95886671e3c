package io.porty.engine.observe.recent;

import io.porty.api.log.AccessLog;
import io.porty.api.log.ConnectionRecord;
import io.porty.api.log.ExchangeRecord;
import java.util.Comparator;
import java.util.List;

/**
 * Keeps the most recent, failed and slow requests and connections of all routes. Routes without an
 * access log produce records only while a client of the admin endpoint views them. Records arrive
 * on the access log's thread; all other methods may be called on any thread.
 */
public final class RecentTraffic implements AccessLog {

  private static final int MAX_EVENTS = 500;
  private static final int MAX_FAILED = 200;
  private static final int MAX_SLOW = 200;

  /** Minimum duration of a slow request. */
  private static final long SLOW_NANOS = 10_000_000;

  private static final long WATCH_TIMEOUT_MILLIS = 15_000;
  private static final long RECENT_MILLIS = 300_000;

  private final RingBuffer<Object> all = new RingBuffer<>(MAX_EVENTS);
  private final RingBuffer<Object> failed = new RingBuffer<>(MAX_FAILED);
  private final RingBuffer<Object> slow = new RingBuffer<>(MAX_SLOW);
  private volatile boolean watched;
  private volatile long watchedMillis;

  /** Activates recording; to be repeated every few seconds. */
  public void watch() {
    watchedMillis = System.currentTimeMillis();
    watched = true;
  }

  /** Ends recording if {@link #watch} was not called for some time; to be called periodically. */
  public void expire() {
    if (System.currentTimeMillis() - watchedMillis > WATCH_TIMEOUT_MILLIS) {
      watched = false;
    }
  }

  /** Whether records are needed even for routes without an access log. */
  public boolean isWatched() {
    return watched;
  }

  @Override
  public void connectionClosed(ConnectionRecord connection) {
    all.add(connection);
    if (connection.failure() != null) {
      failed.add(connection);
    }
  }

  @Override
  public void exchangeEnded(ExchangeRecord exchange) {
    all.add(exchange);
    if (exchange.failure() != null) {
      failed.add(exchange);
    }
    if (exchange.durationNanos() >= SLOW_NANOS) {
      slow.add(exchange);
    }
  }

  /** The recent ones, the newest first. */
  public List<RecentEvent> all() {
    return all.newest().stream().map(RecentEvent::of).toList();
  }

  /** The failed ones, the newest first. */
  public List<RecentEvent> failed() {
    return failed.newest().stream().map(RecentEvent::of).toList();
  }

  /** The slowest requests of the last five minutes, the slowest first. */
  public List<RecentEvent> slowest(int count) {
    long oldest = System.currentTimeMillis() - RECENT_MILLIS;
    return slow.newest().stream()
        .map(RecentEvent::of)
        .filter(h -> h.startMillis() + h.nanos() / 1_000_000 >= oldest)
        .sorted(Comparator.comparingLong(RecentEvent::nanos).reversed())
        .limit(count)
        .toList();
  }
}
