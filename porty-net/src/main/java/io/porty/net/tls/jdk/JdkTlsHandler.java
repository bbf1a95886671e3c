package io.porty.net.tls.jdk;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.ssl.SslHandler;
import io.porty.net.conduit.SocketFlush;
import io.porty.net.tls.TlsHandler;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;

/** Netty's handler over the JDK's engine; {@link JdkTlsEnds} behind it translates its events. */
final class JdkTlsHandler extends SslHandler implements TlsHandler {

  /** A record's type (RFC 5246 section 6.2.1). */
  private static final byte HANDSHAKE = 22;

  /** BoringSSL's limit for key updates, and for empty records. */
  private static final int MAX_FRUITLESS = 32;

  private final JdkHandshake handshake;
  private final JdkTlsEnds ends;
  private boolean resets;
  private boolean closing;
  private int fruitless;

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

  /**
   * A handshake record behind the handshake, which TLS 1.2 alone has, begins another one. It is
   * refused (RFC 9325 section 3.5); the JDK would hold it, as often as the peer likes. What follows
   * close_notify is ignored (RFC 8446 section 6.1).
   */
  @Override
  protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out)
      throws SSLException {
    if (ends.isInputShutdown()) {
      in.skipBytes(in.readableBytes());
      return;
    }
    if (handshake.isComplete() && in.isReadable() && in.getByte(in.readerIndex()) == HANDSHAKE) {
      throw broken(in, "the peer asks for a renegotiation");
    }
    int before = in.readableBytes();
    boolean afterwards = handshake.isComplete();
    super.decode(ctx, in, out); // one record, if it is complete
    if (afterwards && in.readableBytes() < before) {
      countRecord(in);
    }
  }

  /** Key updates, empty records and alerts cost more to read than to send. */
  private void countRecord(ByteBuf in) throws SSLException {
    fruitless = ends.takeReceived() ? 0 : fruitless + 1;
    if (fruitless > MAX_FRUITLESS && !ends.isInputShutdown()) {
      throw broken(in, "too many records in a row without data");
    }
  }

  /** The JDK's engine sends no alert for others; a close_notify would call it a proper end. */
  private SSLException broken(ByteBuf in, String problem) {
    in.skipBytes(in.readableBytes());
    resets = true;
    return new SSLException(problem);
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

  /** Not while the channel is being closed, which io_uring does not do before a read has ended. */
  @Override
  public void read(ChannelHandlerContext ctx) throws Exception {
    if (!closing) {
      super.read(ctx);
    }
  }

  @Override
  public void close(ChannelHandlerContext ctx, ChannelPromise promise) throws Exception {
    closing = true;
    if (resets) {
      ctx.close(promise);
    } else {
      super.close(ctx, promise);
      SocketFlush.now(ctx.channel()); // it waits for close_notify, and then closes
    }
  }
}
