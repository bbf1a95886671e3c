package io.porty.mode.tcp;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.porty.api.route.TcpRouteRequest;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Buffers the bytes that a client sends before the backend is connected. Owns the buffer until
 * {@link #detach}. On the client's event loop.
 */
final class FirstBytes {

  private final Channel client;
  private @Nullable ByteBuf bytes;
  private @Nullable Future<?> deadline;
  private boolean waiting;
  private boolean complete;

  FirstBytes(Channel client) {
    this.client = client;
  }

  /**
   * Appends bytes, and releases their buffer. Copied, because a composite of many small buffers
   * costs more.
   */
  void add(ByteBuf more) {
    if (bytes == null) {
      bytes = more;
      return;
    }
    bytes.writeBytes(more);
    more.release();
  }

  @Nullable ByteBuf bytes() {
    return bytes;
  }

  /** Whether a router waits for more bytes. */
  boolean isWaiting() {
    return waiting;
  }

  boolean moreMayCome() {
    return !complete && (bytes == null || bytes.readableBytes() < TcpRouteRequest.MAX_FIRST_BYTES);
  }

  /** No more bytes are read for the router. */
  void complete() {
    complete = true;
  }

  /** Reads until more bytes have arrived or the timeout expires. */
  void await(long millis, Runnable onTimeout) {
    if (!waiting) {
      waiting = true;
      deadline = client.eventLoop().schedule(onTimeout, millis, TimeUnit.MILLISECONDS);
      client.config().setAutoRead(true);
    }
  }

  /** Pauses reading until the backend is connected. */
  void stop() {
    if (waiting) {
      waiting = false;
      client.config().setAutoRead(false);
      if (deadline != null) {
        deadline.cancel(false);
      }
    }
  }

  /** Returns the buffer and passes its ownership to the caller; null if it is empty. */
  @Nullable ByteBuf detach() {
    ByteBuf buffer = bytes;
    bytes = null;
    return buffer;
  }

  void drop() {
    stop();
    ByteBuf buffer = detach();
    if (buffer != null) {
      buffer.release();
    }
  }
}
