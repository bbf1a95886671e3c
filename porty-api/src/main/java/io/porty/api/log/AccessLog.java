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
   * A relayed connection was routed.
   *
   * @param connection the record so far
   */
  default void connectionOpened(ConnectionRecord connection) {}

  /**
   * A relayed connection has ended.
   *
   * @param connection the complete record
   */
  default void connectionClosed(ConnectionRecord connection) {}

  /**
   * An exchange was routed.
   *
   * @param exchange the record so far
   */
  default void exchangeStarted(ExchangeRecord exchange) {}

  /**
   * An exchange has ended.
   *
   * @param exchange the complete record
   */
  default void exchangeEnded(ExchangeRecord exchange) {}

  /**
   * Called when no record is queued, and regularly under load: a log that batches records writes
   * them now.
   */
  default void flush() {}
}
