package io.porty.api.log;

import io.porty.api.Lifecycle;
import io.porty.api.PluginImplements;

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
@PluginImplements
public interface AccessLog extends Lifecycle {

  /**
   * A relayed connection has been routed.
   *
   * @param connection what is known by now
   */
  default void connectionOpened(ConnectionRecord connection) {}

  /**
   * A relayed connection has ended.
   *
   * @param connection complete
   */
  default void connectionClosed(ConnectionRecord connection) {}

  /**
   * An exchange has been routed.
   *
   * @param exchange what is known by now
   */
  default void exchangeStarted(ExchangeRecord exchange) {}

  /**
   * An exchange is over.
   *
   * @param exchange complete
   */
  default void exchangeEnded(ExchangeRecord exchange) {}

  /**
   * No further record is waiting, or many have come since the last time: a log that gathers records
   * to write them in batches writes now.
   */
  default void flush() {}
}
