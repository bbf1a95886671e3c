package io.porty.engine.observe.recent;

import io.porty.api.log.AccessLog;
import io.porty.api.log.ConnectionRecord;
import io.porty.api.log.ExchangeRecord;
import java.util.Comparator;
import java.util.List;

/**
 * Remembers what has just happened, of all routes. Routes that are not logged make records only
 * while somebody watches. Records come on the log's thread; everything else is from any thread.
 */
public final class RecentTraffic implements AccessLog {

  private static final int MAX_EVENTS = 500;
  private static final int MAX_FAILED = 200;
  private static final int MAX_SLOW = 200;

  /** Faster ones are never among the slow. */
  private static final long SLOW_NANOS = 10_000_000;

  private static final long WATCH_MILLIS = 15_000;
  private static final long RECENT_MILLIS = 300_000;

  private final RingBuffer<Object> all = new RingBuffer<>(MAX_EVENTS);
  private final RingBuffer<Object> failed = new RingBuffer<>(MAX_FAILED);
  private final RingBuffer<Object> slow = new RingBuffer<>(MAX_SLOW);
  private volatile boolean watched;
  private volatile long watchedAt;

  /** Somebody looks, and will again within seconds. */
  public void watch() {
    watchedAt = System.currentTimeMillis();
    watched = true;
  }

  /** Called now and then: whoever has not looked for a while does not watch any more. */
  public void expire() {
    if (System.currentTimeMillis() - watchedAt > WATCH_MILLIS) {
      watched = false;
    }
  }

  /** Whether records are wanted even where no log wants them. */
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

  /** The newest first. */
  public List<RecentEvent> all() {
    return all.newest().stream().map(RecentEvent::of).toList();
  }

  /** Those that failed, the newest first. */
  public List<RecentEvent> failed() {
    return failed.newest().stream().map(RecentEvent::of).toList();
  }

  /** The slowest exchanges of the last minutes, the slowest first. */
  public List<RecentEvent> slowest(int count) {
    long since = System.currentTimeMillis() - RECENT_MILLIS;
    return slow.newest().stream()
        .map(RecentEvent::of)
        .filter(h -> h.startMillis() + h.nanos() / 1_000_000 >= since)
        .sorted(Comparator.comparingLong(RecentEvent::nanos).reversed())
        .limit(count)
        .toList();
  }
}
