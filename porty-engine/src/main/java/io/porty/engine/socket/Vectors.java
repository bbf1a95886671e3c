package io.porty.engine.socket;

import io.netty.channel.unix.IovArray;
import org.jspecify.annotations.Nullable;

/**
 * Where the buffers of a gathering write are listed (writev(2)): one for each event loop, made when
 * the first one is needed.
 */
final class Vectors {

  /** More than a socket's buffer takes at once by default (tcp(7)). */
  private static final long MOST_BYTES = 4 << 20;

  private static final int MOST_BUFFERS = 256;

  private @Nullable IovArray array;

  /** An empty one, to be used at once. */
  IovArray cleared() {
    IovArray current = array;
    if (current == null) {
      current = new IovArray(MOST_BUFFERS);
      array = current;
    }
    current.clear();
    current.maxBytes(MOST_BYTES);
    return current;
  }

  void release() {
    if (array != null) {
      array.release();
      array = null;
    }
  }
}
