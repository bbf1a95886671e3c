package io.porty.mode.http.exchange;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * The request head for the backend, retained until it cannot be needed for a retry any more. Owns
 * its buffer. On the client's event loop.
 */
final class UpstreamRequestHead {

  private @Nullable ByteBuf buffer;
  private int length;
  private boolean sent;

  /** Takes ownership of the head for a target. */
  void set(ByteBuf head) {
    drop();
    buffer = head;
    length = head.readableBytes();
    sent = false;
  }

  /**
   * Passes the head to the caller, who owns the reference and may consume the buffer.
   *
   * @param keep whether to retain it for a retry
   */
  ByteBuf take(boolean keep) {
    ByteBuf out = buffer;
    if (out == null) {
      throw new IllegalStateException("no head to send");
    }
    if (sent) {
      ByteBuf copy = again(out);
      if (!keep) {
        drop();
      }
      return copy;
    }
    if (keep) {
      sent = true;
      return out.retain();
    }
    buffer = null;
    return out;
  }

  /** The first connection has consumed the buffer in part or whole, and may still hold it. */
  private ByteBuf again(ByteBuf out) {
    return out.retainedDuplicate().setIndex(0, length);
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
