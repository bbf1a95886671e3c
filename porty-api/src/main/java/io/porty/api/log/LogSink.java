package io.porty.api.log;

import io.porty.api.PortyImplements;

/**
 * The destination of an access log that writes text: the route's {@code log_output}, shared by all
 * logs with the same destination. Records are written in batches and never split. Thread-safe.
 *
 * @since 0.1
 */
@PortyImplements
public interface LogSink {

  /**
   * Adds a record without its line end; it may have several lines.
   *
   * @param text UTF-8; may be changed after this returns
   * @param from index of the first byte
   * @param to index after the last byte
   */
  void record(byte[] text, int from, int to);

  /** Writes the batch. */
  void flush();
}
