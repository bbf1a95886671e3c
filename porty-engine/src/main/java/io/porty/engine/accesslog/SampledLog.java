package io.porty.engine.accesslog;

import io.porty.api.log.AccessLog;
import io.porty.api.log.ConnectionRecord;
import io.porty.api.log.ExchangeRecord;

/**
 * Lets a share of the records through: for one exchange or connection all of them or none. What
 * fails is let through always, and so is what a backend answers with a status from 500.
 */
public final class SampledLog implements AccessLog {

  /** Spreads ids, which count upwards, evenly (Knuth's multiplicative hashing). */
  private static final long SPREAD = 0x9E3779B97F4A7C15L;

  private final AccessLog log;
  private final double share;

  private SampledLog(AccessLog log, double share) {
    this.log = log;
    this.share = share;
  }

  /**
   * @param share 0 to 1
   */
  public static AccessLog of(AccessLog log, double share) {
    return share >= 1 ? log : new SampledLog(log, share);
  }

  private boolean isChosen(long id) {
    return ((id * SPREAD) >>> 11) * 0x1.0p-53 < share;
  }

  @Override
  public void connectionOpened(ConnectionRecord connection) {
    if (isChosen(connection.id())) {
      log.connectionOpened(connection);
    }
  }

  @Override
  public void connectionClosed(ConnectionRecord connection) {
    if (connection.failure() != null || isChosen(connection.id())) {
      log.connectionClosed(connection);
    }
  }

  @Override
  public void exchangeStarted(ExchangeRecord exchange) {
    if (isChosen(exchange.id())) {
      log.exchangeStarted(exchange);
    }
  }

  @Override
  public void exchangeEnded(ExchangeRecord exchange) {
    if (exchange.failure() != null || exchange.status() >= 500 || isChosen(exchange.id())) {
      log.exchangeEnded(exchange);
    }
  }

  @Override
  public void flush() {
    log.flush();
  }
}
