package io.porty.mode.tcp;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.porty.api.route.TcpRouteRequest;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What a client has sent before it has a backend. Owner of the bytes until they are given away. On
 * the client's event loop.
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

  /** Takes bytes over. Copied together: buffers in buffers would let a drip of bytes grow deep. */
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

  /** Whether a router waits for more. */
  boolean isWaiting() {
    return waiting;
  }

  boolean moreMayCome() {
    return !complete && (bytes == null || bytes.readableBytes() < TcpRouteRequest.MAX_FIRST_BYTES);
  }

  /** No more will come, or nobody waits for it any longer. */
  void complete() {
    complete = true;
  }

  /** Reads until more has come, or the time is up. */
  void await(long millis, Runnable timeUp) {
    if (!waiting) {
      waiting = true;
      deadline = client.eventLoop().schedule(timeUp, millis, TimeUnit.MILLISECONDS);
      client.config().setAutoRead(true);
    }
  }

  /** Reading stops until the backend is connected. */
  void stop() {
    if (waiting) {
      waiting = false;
      client.config().setAutoRead(false);
      if (deadline != null) {
        deadline.cancel(false);
      }
    }
  }

  /** What there is; the caller owns it now. */
  @Nullable ByteBuf giveAway() {
    ByteBuf all = bytes;
    bytes = null;
    return all;
  }

  void drop() {
    stop();
    ByteBuf all = giveAway();
    if (all != null) {
      all.release();
    }
  }
}
