package io.porty.mode.http.h2;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.porty.api.Failure;
import io.porty.api.FailureCode;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Passes the events of a backend channel to its {@link H2ClientConnection}. On its event loop. */
final class H2ClientHandler extends ChannelInboundHandlerAdapter {

  private final H2ClientConnection connection;
  private final H2ClientFrames frames;
  private final PartialFrame partial;
  private @Nullable Throwable broken;

  H2ClientHandler(H2ClientConnection connection, H2ClientFrames frames) {
    this.connection = connection;
    this.frames = frames;
    this.partial = new PartialFrame(connection.channel().alloc());
  }

  /** Begins to read. */
  void begin() {
    frames.control().begin();
    connection.channel().config().setAutoRead(true);
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf in = partial.join((ByteBuf) message);
    connection.sender().beginRound();
    try {
      if (!connection.isGone()) {
        frames.read(in);
      }
    } finally {
      if (!connection.isGone()) {
        partial.keep(in);
      } else {
        in.release();
      }
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    frames.endRound();
    if (!connection.isGone()) {
      connection.sender().endRound();
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (ctx.channel().isWritable() && !connection.isGone()) {
      connection.sender().pump();
      for (H2ClientStream stream : connection.list().all()) {
        stream.resume();
      }
    }
  }

  /** End of stream by TLS close_notify: the backend sends nothing more. */
  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event == ChannelInputShutdownEvent.INSTANCE) {
      ctx.channel().close();
    }
  }

  /** The first I/O error is reported when the channel is closed: TLS says why before a reset. */
  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (broken == null) {
      broken = cause;
    }
    if (!(cause instanceof IOException)) {
      connection.loop().report(cause);
      connection.end(Failure.porty(FailureCode.INTERNAL_ERROR, cause.getClass().getName()));
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    Throwable cause = broken;
    connection.end(cause == null ? "closed the connection" : String.valueOf(cause.getMessage()));
    partial.drop();
  }
}
