package io.porty.api.log;

import io.porty.api.Lifecycle;

/**
 * Records traffic. Porty calls it from one thread at a time, never an event loop, in the order in
 * which records came from each loop; a slow log loses its own records, never traffic nor another
 * log's records. What it loses and what it throws is counted, and said once a minute with the log's
 * name. {@link #close} comes after the last record, or when it has not come back in time from one.
 *
 * <pre>{@code
 * final class Slow implements AccessLog {
 *   public void exchangeEnded(ExchangeRecord x) {
 *     if (x.durationNanos() > 1_000_000_000L) {
 *       slow.add(x);
 *     }
 *   }
 *   public void flush() {
 *     write(slow);
 *   }
 * }
 * }</pre>
 *
 * @since 0.1
 */
public interface AccessLog extends Lifecycle {

  default void connectionOpened(ConnectionRecord connection) {}

  default void connectionClosed(ConnectionRecord connection) {}

  default void exchangeStarted(ExchangeRecord exchange) {}

  default void exchangeEnded(ExchangeRecord exchange) {}

  /**
   * No further record is waiting, or many have come since the last time: a log that gathers records
   * to write them in batches writes now.
   */
  default void flush() {}
}
