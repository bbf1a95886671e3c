package io.porty.load.tls;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.porty.api.TlsSession;
import io.porty.load.tls.TlsProblem.Kind;
import io.porty.net.tls.HandshakeListener;
import io.porty.net.tls.TlsFailure;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * The pipeline that Porty's TLS handler is in, and what came of it: plain bytes, encrypted bytes,
 * the session or the problem. It is kept until asked for, so that no call comes back into a caller
 * that has not returned. On the load thread.
 */
final class TlsPipeline extends ChannelInboundHandlerAdapter implements HandshakeListener {

  private final EmbeddedChannel channel =
      new EmbeddedChannel() {
        @Override
        protected void handleOutboundMessage(Object message) {
          output.add((ByteBuf) message);
        }
      };

  private final @Nullable String protocol;
  private final TlsOutput output = new TlsOutput();
  private final ArrayDeque<ByteBuf> plain = new ArrayDeque<>();
  private @Nullable TlsSession session;
  private @Nullable TlsProblem problem;
  private boolean inputEnded;

  /**
   * @param protocol that is offered; null for none
   */
  TlsPipeline(ByteBufAllocator allocator, @Nullable String protocol) {
    this.protocol = protocol;
    channel.config().setAllocator(allocator);
    channel.pipeline().addLast(this);
  }

  EmbeddedChannel channel() {
    return channel;
  }

  TlsOutput output() {
    return output;
  }

  Queue<ByteBuf> plain() {
    return plain;
  }

  @Nullable TlsSession session() {
    return session;
  }

  @Nullable TlsProblem problem() {
    return problem;
  }

  boolean isInputEnded() {
    return inputEnded;
  }

  /** The handler may keep what it gets, so it gets a copy. */
  void receive(ByteBuffer encrypted) {
    ByteBuf in = channel.alloc().directBuffer(encrypted.remaining()).writeBytes(encrypted);
    ChannelPipeline all = channel.pipeline();
    all.fireChannelRead(in);
    all.fireChannelReadComplete();
  }

  void encrypt(ByteBuffer from, int length) {
    ByteBuf copy = channel.alloc().directBuffer(length);
    copy.writeBytes(from.slice(from.position(), length));
    from.position(from.position() + length);
    channel.write(copy, channel.voidPromise());
    channel.flush();
  }

  /** Ends it: the handler says close_notify, if it may. */
  void close() {
    channel.close();
    plain.forEach(ByteBuf::release);
    plain.clear();
  }

  // What the handler tells

  @Override
  public void completed(TlsSession complete) {
    if (LoadTls.HTTP_2.equals(protocol) && !LoadTls.HTTP_2.equals(complete.protocol())) {
      String chosen = complete.protocol();
      problem =
          new TlsProblem(
              "it did not choose HTTP/2 by ALPN, but " + (chosen == null ? "nothing" : chosen),
              Kind.WRONG_PROTOCOL);
    }
    session = complete;
  }

  @Override
  public void failed(TlsFailure failure) {
    String text = failure.ofServer();
    if (text.replace('_', ' ').contains("no application protocol")) {
      problem = new TlsProblem("it does not offer " + protocol + " by ALPN", Kind.WRONG_PROTOCOL);
      return;
    }
    Kind kind =
        switch (failure.reason()) {
          case BAD_CERTIFICATE -> Kind.UNTRUSTED;
          case CLOSED, TIMEOUT -> Kind.BROKEN;
          default -> Kind.REFUSED;
        };
    problem = new TlsProblem(text, kind);
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    plain.add((ByteBuf) message);
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    inputEnded |= event == ChannelInputShutdownEvent.INSTANCE;
  }

  /** Of an established connection. */
  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (problem == null) {
      problem = new TlsProblem(String.valueOf(cause.getMessage()), Kind.BROKEN);
    }
  }
}
