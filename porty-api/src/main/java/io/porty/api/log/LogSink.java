package io.porty.api.log;

import io.porty.api.PortyImplements;

/**
 * Where an access log that writes text puts it: what the route's {@code log_output} names, shared
 * with every other log that writes there. Records are gathered and written in batches. From any
 * thread; a record stays in one piece.
 *
 * @since 0.1
 */
@PortyImplements
public interface LogSink {

  /**
   * Adds a record, without its line end; it may have several lines.
   *
   * @param text UTF-8; free to be changed once this returns
   * @param from the first byte
   * @param to behind the last byte
   */
  void record(byte[] text, int from, int to);

  /** Writes what was gathered. */
  void flush();
}
