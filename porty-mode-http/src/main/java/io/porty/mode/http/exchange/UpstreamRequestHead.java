package io.porty.mode.http.exchange;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * The request head that goes to the backend, kept until it is certain that it need not be sent
 * again. Owner of its buffer. On the client's loop.
 */
final class UpstreamRequestHead {

  private @Nullable ByteBuf buffer;

  /** Takes over what was written for a target. */
  void set(ByteBuf head) {
    drop();
    buffer = head;
  }

  /**
   * Hands it to be sent.
   *
   * @param keep for another time
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
