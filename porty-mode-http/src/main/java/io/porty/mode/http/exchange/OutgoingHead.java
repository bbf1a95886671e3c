package io.porty.mode.http.exchange;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.porty.api.route.Rewrite;
import io.porty.mode.http.head.HeadWriter;
import io.porty.mode.http.rewrite.RequestRewrite;
import io.porty.mode.http.rewrite.RequestTrace;
import io.porty.mode.http.settings.HttpRoute;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * The request head that goes to the backend, kept until it is certain that it need not be sent
 * again. Owner of its buffer. On the connection's loop.
 */
final class OutgoingHead {

  private final Channel client;
  private @Nullable ByteBuf buffer;

  OutgoingHead(Channel client) {
    this.client = client;
  }

  /**
   * Writes the head for a target, from the request that the loop's parser holds.
   *
   * @param host of the target
   * @param upgrade what it may switch to; null for nothing
   */
  void make(
      HttpLoop loop,
      HttpRoute route,
      ClientConnection connection,
      byte[] host,
      byte @Nullable [] upgrade,
      Rewrite edits,
      RequestTrace trace) {
    boolean trusted =
        connection.peer() instanceof InetSocketAddress inet && route.trusts(inet.getAddress());
    RequestRewrite.write(
        loop.writer,
        loop.request,
        route.preservesHost() && loop.request.hasAuthority() ? null : host,
        connection.forwarded(),
        trusted,
        loop.framing.framing(),
        loop.framing.length(),
        upgrade,
        edits,
        trace);
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
