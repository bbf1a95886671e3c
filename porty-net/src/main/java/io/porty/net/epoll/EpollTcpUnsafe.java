package io.porty.net.epoll;

import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.AlreadyConnectedException;
import java.nio.channels.ConnectionPendingException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Connects, flushes and closes an {@link EpollTcpChannel}. On the channel's event loop. */
final class EpollTcpUnsafe extends AbstractTcpEpollChannel.AbstractTcpUnsafe {

  /** From this size a flush is written at once instead of at the end of the iteration. */
  private static final int IMMEDIATE_FLUSH_BYTES = 8 * 1024;

  private final EpollTcpChannel channel;
  private @Nullable PendingConnect connecting;
  private boolean flushDeferred;

  EpollTcpUnsafe(EpollTcpChannel channel) {
    channel.super();
    this.channel = channel;
  }

  // Connecting

  @Override
  public void connect(SocketAddress to, @Nullable SocketAddress local, ChannelPromise promise) {
    if (!promise.setUncancellable() || !ensureOpen(promise)) {
      return;
    }
    if (connecting != null || channel.isActive()) {
      promise.setFailure(
          connecting != null ? new ConnectionPendingException() : new AlreadyConnectedException());
      return;
    }
    try {
      if (local != null) {
        channel.socket.bind(local);
      }
      // A non-blocking connect(2) returns EINPROGRESS even if loopback connected at once;
      // getpeername(2) tells.
      if (channel.socket.connect(to) || channel.socket.remoteAddress() != null) {
        connected(to, promise);
      } else {
        connecting = PendingConnect.begin(channel, to, promise);
        channel.addInterest(Interest.OUTPUT);
      }
    } catch (Throwable e) {
      connectFailed(promise, annotateConnectException(e, to));
    }
  }

  private void connected(SocketAddress to, ChannelPromise promise) {
    channel.markConnected(to);
    promise.trySuccess();
    channel.pipeline().fireChannelActive();
  }

  private void connectFailed(ChannelPromise promise, Throwable cause) {
    promise.tryFailure(cause);
    close(voidPromise());
  }

  /** EPOLLOUT or an error event: the connect has completed or failed, or the socket is writable. */
  void onWritable() {
    PendingConnect pending = connecting;
    if (pending == null) {
      writeFlushed();
      return;
    }
    try {
      if (channel.socket.finishConnect()) {
        connecting = null;
        pending.cancelTimeout();
        channel.removeInterest(Interest.OUTPUT);
        connected(pending.to(), pending.promise());
      }
    } catch (Throwable e) {
      connecting = null;
      pending.cancelTimeout();
      connectFailed(pending.promise(), annotateConnectException(e, pending.to()));
    }
  }

  // Writing

  /** Does nothing while the socket is full: EPOLLOUT continues the write. */
  @Override
  protected void flush0() {
    if (channel.hasInterest(Interest.OUTPUT) || (flushDeferred && isSmall())) {
      return;
    }
    if (channel.isActive() && isSmall()) {
      flushDeferred = true;
      channel.flushBatch().add(channel);
    } else {
      super.flush0();
    }
  }

  private boolean isSmall() {
    ChannelOutboundBuffer pending = outboundBuffer();
    return pending != null && pending.totalPendingWriteBytes() < IMMEDIATE_FLUSH_BYTES;
  }

  void flushNow() {
    if (flushDeferred) {
      flushDeferred = false;
      writeFlushed();
    }
  }

  /** Writes flushed data until the socket is full. */
  void writeFlushed() {
    if (channel.isOpen() && !channel.isOutputShutdown()) {
      super.flush0();
    }
  }

  // Closing

  @Override
  public void close(ChannelPromise promise) {
    flushNow();
    super.close(promise);
  }

  /** EPOLLERR or EPOLLHUP after end of stream: a reset, unless the output was shut down too. */
  void onHangup() {
    if (!channel.isOpen()) {
      return;
    }
    if (!channel.isOutputShutdown()) {
      channel.pipeline().fireExceptionCaught(new IOException("connection reset by peer"));
    }
    close(voidPromise());
  }

  void cancelConnect() {
    PendingConnect pending = connecting;
    if (pending != null) {
      connecting = null;
      pending.onClose();
    }
  }

  @Override
  protected @Nullable Executor prepareToClose() {
    if (!channel.isOpen() || !channel.config().mayBlockOnClose()) {
      return null;
    }
    channel.doDeregister();
    return GlobalEventExecutor.INSTANCE;
  }
}
