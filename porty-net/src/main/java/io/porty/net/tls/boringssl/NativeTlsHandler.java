package io.porty.net.tls.boringssl;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.UnsupportedMessageTypeException;
import io.porty.net.conduit.SocketFlush;
import io.porty.net.tls.TlsException;
import io.porty.net.tls.TlsHandler;
import org.jspecify.annotations.Nullable;

/**
 * TLS of one channel by BoringSSL: decrypts what is read, encrypts what is written, and knows how
 * each direction ends. The directions end independently (RFC 8446 section 6.1). On the channel's
 * event loop; owns the {@link NativeSsl}.
 */
final class NativeTlsHandler extends ChannelDuplexHandler implements TlsHandler {

  private final NativeSsl ssl;
  private final RecordReader reader;
  private final RecordWriter writer;
  private final NativeHandshake handshake;
  private final @Nullable Runnable onEnd;
  private boolean inputEnded;
  private boolean truncated;
  private boolean outputEnded;
  private boolean resets;
  private boolean delivered;
  private boolean readWanted;
  private boolean closing;

  /**
   * @param onEnd runs when the channel is closed; null for nothing
   */
  NativeTlsHandler(
      NativeSsl ssl, Channel channel, NativeHandshake handshake, @Nullable Runnable onEnd) {
    this.onEnd = onEnd;
    this.ssl = ssl;
    this.reader = new RecordReader(ssl, channel);
    this.writer = new RecordWriter(ssl, channel);
    this.handshake = handshake;
  }

  /** A client begins; a server waits for the hello. */
  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    if (handshake.isClient()) {
      advance(ctx);
      writer.drain(ctx);
      ctx.flush();
    }
  }

  // Reading

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf in = (ByteBuf) message;
    try {
      if (ssl.isFreed() || inputEnded || handshake.hasFailed()) {
        return; // nothing counts any more
      }
      receive(ctx, in);
    } finally {
      in.release();
    }
  }

  private void receive(ChannelHandlerContext ctx, ByteBuf in) {
    RecordReader.End end = RecordReader.End.MORE;
    boolean completed = false;
    reader.begin(in);
    try {
      if (!handshake.isComplete()) {
        completed = advance(ctx);
      }
      if (handshake.isComplete()) {
        end = reader.decrypt();
      }
    } finally {
      reader.end();
    }
    if (writer.drain(ctx)) {
      ctx.flush();
    }
    if (completed) {
      handshake.notifyCompleted();
    }
    deliver(ctx);
    switch (end) {
      case MORE -> {}
      case CLOSE_NOTIFY -> endInput(ctx);
      case BROKEN -> fail(ctx, reader.takeProblem());
    }
  }

  /** Hands on what was decrypted; what it is given to may close the channel. */
  private void deliver(ChannelHandlerContext ctx) {
    for (ByteBuf data = reader.take(); data != null; data = reader.take()) {
      delivered = true;
      ctx.fireChannelRead(data);
    }
  }

  /** Goes on with the handshake; answers whether it is complete now. */
  private boolean advance(ChannelHandlerContext ctx) {
    NativeHandshake.Step step = handshake.advance();
    while (step == NativeHandshake.Step.WRITE) {
      reader.suspend();
      writer.drain(ctx);
      ctx.flush();
      reader.resume();
      step = handshake.advance();
    }
    if (step == NativeHandshake.Step.FAILED) {
      reader.suspend();
      writer.drain(ctx);
      writer.shutdown(ctx); // where BoringSSL was content
      ctx.flush();
      SocketFlush.now(ctx.channel()); // whoever hears of it closes the channel
      handshake.notifyFailed();
    }
    return step == NativeHandshake.Step.COMPLETE;
  }

  private void fail(ChannelHandlerContext ctx, String problem) {
    inputEnded = true;
    outputEnded = true;
    writer.drop();
    ctx.fireExceptionCaught(new TlsException(problem));
  }

  private void endInput(ChannelHandlerContext ctx) {
    inputEnded = true;
    ctx.fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    boolean any = delivered;
    delivered = false;
    if (any || (readWanted && inputEnded)) {
      readWanted = false;
    }
    ctx.fireChannelReadComplete();
    if (readWanted && !inputEnded && !ctx.channel().config().isAutoRead()) {
      ctx.read(); // whoever asked once has not been given anything yet
    }
  }

  /** Not while the channel is being closed, which io_uring does not do before a read has ended. */
  @Override
  public void read(ChannelHandlerContext ctx) {
    readWanted = true;
    if (!closing) {
      ctx.read();
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event != ChannelInputShutdownEvent.INSTANCE) {
      ctx.fireUserEventTriggered(event);
    } else if (!handshake.isComplete()) {
      handshake.peerClosed();
    } else if (!inputEnded) {
      truncated = true;
      endInput(ctx);
    }
  }

  // Writing

  @Override
  public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
    if (!(message instanceof ByteBuf data)) {
      io.netty.util.ReferenceCountUtil.release(message);
      promise.tryFailure(new UnsupportedMessageTypeException(message, ByteBuf.class));
    } else if (outputEnded || ssl.isFreed() || !handshake.isComplete()) {
      data.release();
      promise.tryFailure(new TlsException("the connection's output has ended"));
    } else {
      writer.write(ctx, data, promise);
    }
  }

  @Override
  public void flush(ChannelHandlerContext ctx) {
    if (!outputEnded && !ssl.isFreed()) {
      try {
        writer.finish(ctx);
      } catch (TlsException e) {
        ctx.fireExceptionCaught(e);
      }
    }
    ctx.flush();
  }

  // Ends

  @Override
  public void shutdownOutput(ChannelHandlerContext ctx, Runnable socketOutput) {
    endOutput(ctx);
    ctx.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> socketOutput.run());
  }

  /** close_notify, behind everything that was written (RFC 8446 section 6.1). */
  private void endOutput(ChannelHandlerContext ctx) {
    if (outputEnded || ssl.isFreed()) {
      return;
    }
    flush(ctx);
    outputEnded = true;
    writer.shutdown(ctx);
    // Not with the flush of the event loop's round: the channel may be closed before.
    ctx.flush();
    SocketFlush.now(ctx.channel());
  }

  @Override
  public void reset() {
    resets = true;
  }

  @Override
  public boolean isInputShutdown() {
    return inputEnded;
  }

  @Override
  public boolean isInputTruncated() {
    return truncated;
  }

  /** Sends close_notify first, without waiting for the peer's; a reset sends none. */
  @Override
  public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
    closing = true;
    if (resets || outputEnded || ssl.isFreed() || !handshake.isComplete()) {
      ctx.close(promise);
      return;
    }
    endOutput(ctx);
    ChannelFuture sent = ctx.writeAndFlush(Unpooled.EMPTY_BUFFER);
    if (sent.isDone()) {
      ctx.close(promise);
    } else {
      // Called from within a flush, which goes on when this returns; or the peer does not read.
      ctx.executor()
          .execute(
              () -> {
                SocketFlush.now(ctx.channel());
                ctx.close(promise);
              });
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    truncated |= !inputEnded;
    inputEnded = true;
    handshake.peerClosed();
    ctx.fireChannelInactive();
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    writer.drop();
    reader.drop();
    if (onEnd != null && !ssl.isFreed()) {
      onEnd.run();
    }
    ssl.free();
  }
}
