package io.porty.mode.http.exchange;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.porty.mode.http.edit.ExchangeUrls;
import io.porty.mode.http.edit.OutgoingRequest;
import io.porty.mode.http.edit.RequestEdit;
import io.porty.mode.http.head.HeadWriter;
import org.jspecify.annotations.Nullable;

/**
 * The request head that goes to the backend, kept until it is certain that it need not be sent
 * again. Owner of its buffer. On the connection's loop.
 */
final class UpstreamRequestHead {

  private final Channel client;
  private @Nullable ByteBuf buffer;

  UpstreamRequestHead(Channel client) {
    this.client = client;
  }

  /** Writes the head for a target, from the request that the loop's parser holds. */
  void make(HttpLoop loop, OutgoingRequest to, ExchangeUrls urls) {
    RequestEdit.write(loop.writer, loop.request, to, urls);
    take(loop.writer);
  }

  private void take(HeadWriter written) {
    drop();
    buffer =
        client
            .alloc()
            .directBuffer(written.length())
            .writeBytes(written.bytes(), 0, written.length());
  }

  /**
   * Writes it, without a flush.
   *
   * @param keep for another time
   */
  void send(Channel upstream, boolean keep) {
    ByteBuf out = buffer;
    if (out == null) {
      throw new IllegalStateException("no head to send");
    }
    if (keep) {
      upstream.write(out.retainedDuplicate(), upstream.voidPromise());
    } else {
      buffer = null;
      upstream.write(out, upstream.voidPromise());
    }
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
