package io.porty.mode.http.h1;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Passes the events of a backend channel to its {@link H1ClientConnection}. On its event loop. */
final class H1ClientHandler extends ChannelInboundHandlerAdapter {

  private final H1ClientConnection connection;
  private @Nullable Throwable broken;

  H1ClientHandler(H1ClientConnection connection) {
    this.connection = connection;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    connection.received((ByteBuf) message);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    connection.readComplete();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    connection.drained();
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
      connection.internalError(cause);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    connection.closed(broken);
  }
}
