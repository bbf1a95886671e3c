package io.porty.mode.http.exchange;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * The request head for the backend, retained until it cannot be needed for a retry any more. Owns
 * its buffer. On the client's event loop.
 */
final class UpstreamRequestHead {

  private @Nullable ByteBuf buffer;

  /** Takes ownership of the head for a target. */
  void set(ByteBuf head) {
    drop();
    buffer = head;
  }

  /**
   * Passes the head to the caller, who owns it.
   *
   * @param keep whether to retain a copy for a retry
   */
  ByteBuf take(boolean keep) {
    ByteBuf out = buffer;
    if (out == null) {
      throw new IllegalStateException("no head to send");
    }
    if (keep) {
      return out.retainedDuplicate();
    }
    buffer = null;
    return out;
  }

  boolean isKept() {
    return buffer != null;
  }

  void drop() {
    ByteBuf out = buffer;
    if (out != null) {
      buffer = null;
      out.release();
    }
  }
}
