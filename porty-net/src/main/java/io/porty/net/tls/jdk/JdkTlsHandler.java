package io.porty.net.tls.jdk;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.ssl.SslHandler;
import io.porty.net.tls.TlsHandler;
import javax.net.ssl.SSLEngine;

/** Netty's handler over the JDK's engine; {@link JdkTlsEnds} behind it translates its events. */
final class JdkTlsHandler extends SslHandler implements TlsHandler {

  private final JdkHandshake handshake;
  private final JdkTlsEnds ends;
  private boolean resets;

  JdkTlsHandler(SSLEngine engine, JdkHandshake handshake) {
    super(engine);
    this.handshake = handshake;
    this.ends = new JdkTlsEnds(handshake);
    setHandshakeTimeoutMillis(0); // whoever begins it has a deadline for all of the opening
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) throws Exception {
    super.handlerAdded(ctx);
    ctx.pipeline().addAfter(ctx.name(), JdkTlsEnds.NAME, ends);
    handshakeFuture().addListener(done -> handshake.ended(done.cause()));
  }

  @Override
  public void shutdownOutput(ChannelHandlerContext ctx, Runnable socketOutput) {
    closeOutbound().addListener(written -> socketOutput.run());
  }

  @Override
  public void reset() {
    resets = true;
  }

  @Override
  public boolean isInputShutdown() {
    return ends.isInputShutdown();
  }

  @Override
  public boolean isInputTruncated() {
    return ends.isInputTruncated();
  }

  @Override
  public void close(ChannelHandlerContext ctx, ChannelPromise promise) throws Exception {
    if (resets) {
      ctx.close(promise);
    } else {
      super.close(ctx, promise);
    }
  }
}
