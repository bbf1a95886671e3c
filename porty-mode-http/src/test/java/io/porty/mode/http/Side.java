package io.porty.mode.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelPromise;
import io.netty.channel.EventLoop;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.porty.mode.http.listener.ServerConnection;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * One end of a connection without a socket: a test decides when bytes, ends and resets arrive. It
 * holds bytes back while the other side does not read, as a socket does.
 */
final class Side extends EmbeddedChannel implements DuplexChannel {

  private static final InetSocketAddress PEER =
      InetSocketAddress.createUnresolved("192.0.2.1", 4711);

  private final Deque<byte[]> unread = new ArrayDeque<>();
  private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
  private boolean endPending;
  private boolean inputShutdown;
  private boolean outputShutdown;
  private boolean orderly = true;

  private final EmbeddedChannel loop;

  /**
   * @param loop whose event loop it is on; never closed
   */
  Side(ByteBufAllocator allocator, EmbeddedChannel loop) {
    super(new ChannelHandler[0]);
    this.loop = loop;
    config().setAllocator(allocator);
    config().setAutoRead(false);
  }

  /** As in life, both ends of an exchange are on one loop. */
  @Override
  public EventLoop eventLoop() {
    return loop == null ? super.eventLoop() : loop.eventLoop();
  }

  /** Text from the peer; it arrives when somebody reads. */
  void arrive(String text) {
    arrive(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** As {@link #arrive(String)}, in bytes. */
  void arrive(byte[] bytes) {
    if (isOpen() && !endPending && !inputShutdown) {
      unread.add(bytes);
    }
  }

  /** The peer has ended its stream. */
  void arriveEnd() {
    endPending = true;
  }

  /** The peer has gone: what was not read yet is lost. */
  void arriveReset() {
    if (isOpen()) {
      unread.clear();
      orderly = false;
      pipeline().fireExceptionCaught(new IOException("Connection reset by peer"));
      close();
    }
  }

  /** What a round of the event loop brings, in one read. */
  void deliver() {
    if (!isOpen() || !config().isAutoRead()) {
      settle();
      return;
    }
    boolean any = false;
    while (!unread.isEmpty() && config().isAutoRead() && isOpen()) {
      ByteBuf buffer = alloc().directBuffer(64);
      do {
        buffer.writeBytes(unread.remove());
      } while (!unread.isEmpty());
      any = true;
      pipeline().fireChannelRead(buffer);
    }
    if (any) {
      pipeline().fireChannelReadComplete();
    }
    if (endPending && unread.isEmpty() && isOpen() && !inputShutdown) {
      inputShutdown = true;
      if (pipeline().get(ServerConnection.class) != null) {
        pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
      } else {
        close();
      }
    }
    settle();
  }

  /** Takes what was written. */
  void settle() {
    for (Object out = readOutbound(); out != null; out = readOutbound()) {
      ByteBuf buffer = (ByteBuf) out;
      byte[] bytes = new byte[buffer.readableBytes()];
      buffer.readBytes(bytes);
      buffer.release();
      sent.writeBytes(bytes);
    }
  }

  /** The peer takes no more for now, or does again. */
  void setTaking(boolean taking) {
    if (isOpen() && unsafe().outboundBuffer() != null) {
      unsafe().outboundBuffer().setUserDefinedWritability(1, taking);
    }
  }

  /** Everything that was sent to the peer. */
  byte[] sent() {
    settle();
    return sent.toByteArray();
  }

  boolean hasEnded() {
    return !isOpen() || outputShutdown;
  }

  boolean wasOrderly() {
    return orderly;
  }

  @Override
  protected SocketAddress remoteAddress0() {
    return PEER;
  }

  @Override
  protected SocketAddress localAddress0() {
    return PEER;
  }

  @Override
  public Channel read() {
    return this;
  }

  @Override
  public boolean isInputShutdown() {
    return inputShutdown;
  }

  @Override
  public ChannelFuture shutdownInput() {
    return shutdownInput(newPromise());
  }

  @Override
  public ChannelFuture shutdownInput(ChannelPromise promise) {
    inputShutdown = true;
    return promise.setSuccess();
  }

  @Override
  public boolean isOutputShutdown() {
    return outputShutdown;
  }

  @Override
  public ChannelFuture shutdownOutput() {
    return shutdownOutput(newPromise());
  }

  @Override
  public ChannelFuture shutdownOutput(ChannelPromise promise) {
    outputShutdown = true;
    return promise.setSuccess();
  }

  @Override
  public boolean isShutdown() {
    return inputShutdown && outputShutdown;
  }

  @Override
  public ChannelFuture shutdown() {
    return shutdown(newPromise());
  }

  @Override
  public ChannelFuture shutdown(ChannelPromise promise) {
    inputShutdown = true;
    return shutdownOutput(promise);
  }
}
