package io.porty.mode.http.h2;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.porty.api.Failure;
import io.porty.api.FailureCode;
import io.porty.api.mode.Conduit;
import io.porty.api.mode.Relay;
import io.porty.mode.http.config.HttpRoute;
import io.porty.mode.http.stream.UpstreamStream;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A WebSocket between a stream and a backend's connection (RFC 8441): DATA both ways, END_STREAM is
 * half-close, RST_STREAM CANCEL a reset. The backend channel's only handler besides those of the
 * connection. On the event loop.
 */
final class H2Tunnel extends ChannelInboundHandlerAdapter implements UploadSink {

  private final H2ServerStream stream;
  private final Conduit conduit;
  private final Channel channel;
  private final Relay.End end;
  private @Nullable ByteBuf early;
  private int idleTicks;
  private int progressAt;
  private long toUpstream;
  private long toClient;
  private boolean clientEnded;
  private boolean upstreamEnded;
  private boolean over;

  H2Tunnel(H2ServerStream stream, UpstreamStream.Detached upstream, Relay.End end) {
    this.stream = stream;
    this.conduit = upstream.conduit();
    this.channel = conduit.channel();
    this.early = upstream.rest();
    this.end = end;
  }

  /**
   * Begins to forward.
   *
   * @param idle zero disables the timeout
   */
  void start(Duration idle) {
    idleTicks = (int) Math.min(Integer.MAX_VALUE, idle.toMillis() / HttpRoute.TICK_MILLIS);
    progressAt = stream.owner().now();
    conduit.removeHandlers();
    channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
    channel.pipeline().addLast("h2-tunnel", this);
    ByteBuf first = early;
    early = null;
    if (first != null) {
      forward(first);
    }
    if (!over && stream.isWritable()) {
      channel.config().setAutoRead(true);
    }
  }

  /** The backend's answer was no answer to the handshake. */
  void refuse() {
    fail(Failure.upstream(FailureCode.BACKEND_INVALID, "wrong Sec-WebSocket-Accept"), null);
  }

  // From the backend

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    forward((ByteBuf) message);
  }

  private void forward(ByteBuf in) {
    try {
      if (!over) {
        int length = in.readableBytes();
        toClient += length;
        progressAt = stream.owner().now();
        stream.sendData(in, length);
        if (!stream.isWritable()) {
          channel.config().setAutoRead(false);
        }
      }
    } finally {
      in.release();
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    stream.flush();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event == ChannelInputShutdownEvent.INSTANCE && !over && !upstreamEnded) {
      upstreamEnded = true;
      stream.response().end(null);
      stream.flush();
      endIfBoth();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    if (!over) {
      if (!upstreamEnded) {
        upstreamEnded = true;
        stream.response().end(null);
      }
      finish(null);
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (channel.isWritable()) {
      stream.passUpload();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (!(cause instanceof IOException)) {
      stream.owner().report(cause);
    }
    fail(Failure.upstream(FailureCode.RELAY_BROKEN, ""), H2Error.CANCEL);
  }

  // From the client

  @Override
  public boolean takes() {
    return !over && channel.isWritable();
  }

  @Override
  public boolean takesEnd() {
    return !over;
  }

  @Override
  public void data(ByteBuf in, int length) {
    toUpstream += length;
    progressAt = stream.owner().now();
    channel.write(in.readRetainedSlice(length), channel.voidPromise());
  }

  @Override
  public boolean ended(byte[] trailers, int length) {
    clientEnded = true;
    channel.flush();
    conduit.whenWritten(conduit::shutdownOutput);
    endIfBoth();
    return true;
  }

  void flush() {
    channel.flush();
  }

  /** The client takes more. */
  void clientWritable() {
    if (!over) {
      channel.config().setAutoRead(true);
    }
  }

  /** The client has reset the stream, or is gone. */
  void clientGone() {
    fail(Failure.client(FailureCode.RELAY_BROKEN, ""), null);
  }

  void tick(int now) {
    if (!over && idleTicks > 0 && now - progressAt >= idleTicks) {
      fail(Failure.porty(FailureCode.IDLE_TIMEOUT, ""), H2Error.CANCEL);
    }
  }

  // The end

  private void endIfBoth() {
    if (clientEnded && upstreamEnded && !over) {
      finish(null);
    }
  }

  private void fail(Failure failure, @Nullable H2Error reset) {
    if (!over) {
      if (reset != null) {
        stream.kill(reset);
      }
      finish(failure);
    }
  }

  private void finish(@Nullable Failure failure) {
    over = true;
    ByteBuf rest = early;
    if (rest != null) {
      early = null;
      rest.release();
    }
    if (failure == null) {
      conduit.closeWhenWritten();
      if (channel.isOpen()) {
        channel.eventLoop().schedule(conduit::abort, H2Limits.CLOSE_SECONDS, TimeUnit.SECONDS);
      }
    } else {
      conduit.abort();
    }
    end.ended(toUpstream, toClient, failure);
    stream.exchangeOver();
    stream.flush();
  }
}
