package io.porty.engine.accesslog;

import io.porty.api.log.AccessLog;
import io.porty.api.log.ConnectionRecord;
import io.porty.api.log.ExchangeRecord;

/**
 * Passes on a sample of the records: all records of a request or connection or none. Failures and
 * responses with status 500 and above are always passed on.
 */
public final class SampledLog implements AccessLog {

  /** Distributes consecutive ids evenly (Knuth's multiplicative hashing). */
  private static final long HASH_MULTIPLIER = 0x9E3779B97F4A7C15L;

  private final AccessLog log;
  private final double ratio;

  private SampledLog(AccessLog log, double ratio) {
    this.log = log;
    this.ratio = ratio;
  }

  /**
   * Samples a log.
   *
   * @param ratio 0 (none) to 1 (all)
   */
  public static AccessLog of(AccessLog log, double ratio) {
    return ratio >= 1 ? log : new SampledLog(log, ratio);
  }

  private boolean isSampled(long id) {
    return ((id * HASH_MULTIPLIER) >>> 11) * 0x1.0p-53 < ratio;
  }

  @Override
  public void connectionOpened(ConnectionRecord connection) {
    if (isSampled(connection.id())) {
      log.connectionOpened(connection);
    }
  }

  @Override
  public void connectionClosed(ConnectionRecord connection) {
    if (connection.failure() != null || isSampled(connection.id())) {
      log.connectionClosed(connection);
    }
  }

  @Override
  public void exchangeStarted(ExchangeRecord exchange) {
    if (isSampled(exchange.id())) {
      log.exchangeStarted(exchange);
    }
  }

  @Override
  public void exchangeEnded(ExchangeRecord exchange) {
    if (exchange.failure() != null || exchange.status() >= 500 || isSampled(exchange.id())) {
      log.exchangeEnded(exchange);
    }
  }

  @Override
  public void flush() {
    log.flush();
  }
}
