package io.porty.mode.http.stream;

import io.porty.api.mode.BulkMove;
import io.porty.api.mode.Conduit;

/**
 * A connection that accepts raw bytes: the kernel may splice a body into it. The framing is written
 * around these bytes. On the event loop.
 */
public interface BulkSink {

  /** Minimum body length in bytes: shorter bodies end before splicing starts. */
  long MIN_BYTES = 256 * 1024;

  Conduit conduit();

  /**
   * A body is spliced into it from now on.
   *
   * @param by the move
   */
  void begin(BulkMove by);

  /**
   * Called before spliced bytes are written to the conduit.
   *
   * @param bytes how many
   */
  void onMoving(int bytes);

  /** Called after they were written, behind everything written before. */
  void onMoved();

  /** The conduit is writable again. */
  void drained();

  /** No more bytes are spliced into it; some may be in flight. */
  void end();
}
