package io.porty.mode.http.stream;

import io.porty.api.mode.BulkMove;
import io.porty.api.mode.Conduit;

/**
 * A wire that takes raw bytes: the kernel may move a body into it, past the process. What frames
 * the bytes is written around them. On the event loop.
 */
public interface BulkSink {

  /**
   * Bodies as long as this, in bytes, are worth asking for it: shorter ones are over before the
   * kernel's way is open.
   */
  long MIN_BYTES = 256 * 1024;

  Conduit conduit();

  /** Somebody moves a body into it from now on. */
  void begin(BulkMove by);

  /** So many bytes are about to be written to the conduit. */
  void beforeMove(int bytes);

  /** They were written, after everything before. */
  void afterMove();

  /** It takes more again, after it did not. */
  void drained();

  /** Nothing more is moved into it; something may be in flight. */
  void end();
}
