package io.porty.mode.http.stream;

import io.porty.api.mode.Conduit;

/**
 * A wire that takes raw bytes: a body may be moved into it by the kernel, past the process. What
 * frames the bytes is written around them.
 */
public interface BulkSink {

  Conduit conduit();

  /** So many bytes are about to be written to the conduit. */
  void beforeMove(int bytes);

  /** They were written, behind everything before. */
  void afterMove();
}
