package io.porty.api.log;

/**
 * Records traffic. Porty calls it from one thread of its own, never an event loop, in the order in
 * which records came from each loop; a slow log loses records (counted, and said once), never
 * traffic. An exception is reported once with the log's name. One that is {@link AutoCloseable} is
 * closed after the last record.
 */
public interface TrafficLog {

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
