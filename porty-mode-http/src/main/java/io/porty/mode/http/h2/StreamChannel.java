package io.porty.mode.http.h2;

import io.netty.buffer.ByteBuf;
import io.netty.channel.AbstractChannel;
import io.netty.channel.Channel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelMetadata;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.DuplexChannel;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * A stream to a backend whose WebSocket is open, as a channel that a relay forwards to (RFC 8441
 * section 5): END_STREAM is half-close, RST_STREAM CANCEL a reset. On the event loop of its
 * connection.
 */
final class StreamChannel extends AbstractChannel implements DuplexChannel {

  private static final ChannelMetadata METADATA = new ChannelMetadata(false);

  private final ClientTunnel tunnel;
  private final Channel connection;
  private final StreamChannelConfig config;
  private boolean open = true;
  private boolean inputEnded;
  private boolean outputEnded;

  StreamChannel(Channel connection, ClientTunnel tunnel) {
    super(connection);
    this.connection = connection;
    this.tunnel = tunnel;
    this.config = new StreamChannelConfig(this);
  }

  // Input

  void stopReading() {
    if (open) {
      tunnel.setReading(false);
    }
  }

  @Override
  protected void doBeginRead() {
    tunnel.setReading(true);
  }

  /** The backend has ended the stream. */
  void endInput() {
    inputEnded = true;
  }

  // Output

  @Override
  protected void doWrite(ChannelOutboundBuffer out) {
    for (Object next = out.current(); next != null; next = out.current()) {
      ByteBuf bytes = (ByteBuf) next;
      int length = bytes.readableBytes();
      if (length > 0 && !tunnel.isWritable()) {
        break;
      }
      if (length > 0) {
        tunnel.write(bytes);
        out.progress(length);
      }
      out.remove();
    }
    tunnel.flush();
  }

  @Override
  public ChannelFuture shutdownOutput(ChannelPromise promise) {
    endOutput();
    return promise.setSuccess();
  }

  private void endOutput() {
    if (!outputEnded) {
      outputEnded = true;
      tunnel.endOutput();
    }
  }

  @Override
  protected void doClose() {
    open = false;
    if (!config.isResetting()) {
      endOutput();
    }
    tunnel.closed(config.isResetting());
  }

  // State

  @Override
  public boolean isOpen() {
    return open;
  }

  @Override
  public boolean isActive() {
    return open;
  }

  @Override
  public boolean isInputShutdown() {
    return inputEnded;
  }

  @Override
  public boolean isOutputShutdown() {
    return outputEnded;
  }

  @Override
  public boolean isShutdown() {
    return inputEnded && outputEnded;
  }

  @Override
  public ChannelConfig config() {
    return config;
  }

  /** As {@link #config}. */
  StreamChannelConfig options() {
    return config;
  }

  @Override
  public ChannelMetadata metadata() {
    return METADATA;
  }

  // What a stream has not, or its connection has

  @Override
  public ChannelFuture shutdownInput() {
    return shutdownInput(newPromise());
  }

  @Override
  public ChannelFuture shutdownInput(ChannelPromise promise) {
    return promise.setFailure(new UnsupportedOperationException());
  }

  @Override
  public ChannelFuture shutdownOutput() {
    return shutdownOutput(newPromise());
  }

  @Override
  public ChannelFuture shutdown() {
    return close();
  }

  @Override
  public ChannelFuture shutdown(ChannelPromise promise) {
    return close(promise);
  }

  @Override
  protected boolean isCompatible(EventLoop loop) {
    return loop == connection.eventLoop();
  }

  @Override
  protected @Nullable SocketAddress localAddress0() {
    return connection.localAddress();
  }

  @Override
  protected @Nullable SocketAddress remoteAddress0() {
    return connection.remoteAddress();
  }

  @Override
  protected void doBind(SocketAddress address) {
    throw new UnsupportedOperationException();
  }

  @Override
  protected void doDisconnect() {
    doClose();
  }

  @Override
  protected AbstractUnsafe newUnsafe() {
    return new AbstractUnsafe() {
      @Override
      public void connect(SocketAddress remote, SocketAddress local, ChannelPromise promise) {
        promise.setFailure(new UnsupportedOperationException());
      }
    };
  }
}
