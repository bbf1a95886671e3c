package io.porty.net.tls.jdk;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslCompletionEvent;
import io.porty.net.conduit.ConnectionHandler;
import io.porty.net.tls.TlsException;

/** What SslHandler tells of the input's end, as the handlers behind it know it. */
final class JdkTlsEnds extends ChannelInboundHandlerAdapter implements ConnectionHandler {

  static final String NAME = "tls-ends";

  private final JdkHandshake handshake;
  private boolean inputEnded;
  private boolean truncated;
  private boolean received;

  JdkTlsEnds(JdkHandshake handshake) {
    this.handshake = handshake;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    received = true;
    ctx.fireChannelRead(message);
  }

  /** Whether data came since it was asked last. */
  boolean takeReceived() {
    boolean any = received;
    received = false;
    return any;
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof SslCloseCompletionEvent close) {
      if (close.isSuccess()) {
        endInput(ctx);
      }
    } else if (event == ChannelInputShutdownEvent.INSTANCE) {
      truncated = !inputEnded;
      endInput(ctx);
    } else if (!(event instanceof SslCompletionEvent)) {
      ctx.fireUserEventTriggered(event);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    truncated |= !inputEnded;
    inputEnded = true;
    ctx.fireChannelInactive();
  }

  private void endInput(ChannelHandlerContext ctx) {
    if (!inputEnded) {
      inputEnded = true;
      ctx.fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
    }
  }

  /** A handshake that fails is reported by its own listener. */
  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (!handshake.isComplete()) {
      return;
    }
    Throwable reason = cause instanceof DecoderException ? cause.getCause() : cause;
    ctx.fireExceptionCaught(
        reason instanceof javax.net.ssl.SSLException
            ? new TlsException("TLS: " + reason.getMessage())
            : cause);
  }

  @Override
  public void shutdownOutput(ChannelHandlerContext ctx, Runnable socketOutput) {
    throw new IllegalStateException("the handler before it does");
  }

  @Override
  public void reset() {}

  @Override
  public boolean isInputShutdown() {
    return inputEnded;
  }

  @Override
  public boolean isInputTruncated() {
    return truncated;
  }
}
