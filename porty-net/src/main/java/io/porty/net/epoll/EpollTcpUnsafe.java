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

/**
 * The inner side of a {@link EpollTcpChannel}: connecting, when what was flushed is sent, and
 * closing. On the channel's event loop.
 */
final class EpollTcpUnsafe extends AbstractTcpEpollChannel.PolledUnsafe {

  /** As much is sent when it is flushed: waiting for the end of the round would hold it up. */
  private static final int SENT_AT_ONCE = 8 * 1024;

  private final EpollTcpChannel channel;
  private @Nullable PendingConnect connecting;
  private boolean sendsAtTheEnd;

  EpollTcpUnsafe(EpollTcpChannel channel) {
    channel.super();
    this.channel = channel;
  }

  // PendingConnect

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
      // Not what connect(2) says, which is always that it has begun.
      if (channel.socket.connect(to) || channel.socket.remoteAddress() != null) {
        connected(to, promise);
      } else {
        connecting = PendingConnect.begin(channel, to, promise);
        channel.want(Interest.OUTPUT);
      }
    } catch (Throwable e) {
      refused(promise, annotateConnectException(e, to));
    }
  }

  private void connected(SocketAddress to, ChannelPromise promise) {
    channel.isConnected(to);
    promise.trySuccess();
    channel.pipeline().fireChannelActive();
  }

  private void refused(ChannelPromise promise, Throwable why) {
    promise.tryFailure(why);
    close(voidPromise());
  }

  /** The socket takes more, or is connected, or broken. */
  void outputReady() {
    PendingConnect pending = connecting;
    if (pending == null) {
      send();
      return;
    }
    try {
      if (channel.socket.finishConnect()) {
        connecting = null;
        pending.stopWaiting();
        channel.unwant(Interest.OUTPUT);
        connected(pending.to(), pending.promise());
      }
    } catch (Throwable e) {
      connecting = null;
      pending.stopWaiting();
      refused(pending.promise(), annotateConnectException(e, pending.to()));
    }
  }

  // Sending

  /** While the socket is full, epoll says when to go on. */
  @Override
  protected void flush0() {
    if (channel.wants(Interest.OUTPUT) || (sendsAtTheEnd && isLittle())) {
      return;
    }
    if (channel.isActive() && isLittle()) {
      sendsAtTheEnd = true;
      channel.round().sendsAtTheEnd(channel);
    } else {
      super.flush0();
    }
  }

  private boolean isLittle() {
    ChannelOutboundBuffer pending = outboundBuffer();
    return pending != null && pending.totalPendingWriteBytes() < SENT_AT_ONCE;
  }

  void sendNow() {
    if (sendsAtTheEnd) {
      sendsAtTheEnd = false;
      send();
    }
  }

  /** All that is flushed, as far as the socket takes it. */
  void send() {
    if (channel.isOpen() && !channel.isOutputShutdown()) {
      super.flush0();
    }
  }

  // Closing

  @Override
  public void close(ChannelPromise promise) {
    sendNow();
    super.close(promise);
  }

  /** Both directions are over though the input ended in order: reset, unless the output did too. */
  void broken() {
    if (!channel.isOpen()) {
      return;
    }
    if (!channel.isOutputShutdown()) {
      channel.pipeline().fireExceptionCaught(new IOException("connection reset by the other side"));
    }
    close(voidPromise());
  }

  void closing() {
    PendingConnect pending = connecting;
    if (pending != null) {
      connecting = null;
      pending.givenUp();
    }
  }

  @Override
  protected @Nullable Executor prepareToClose() {
    if (!channel.isOpen() || !channel.config().closesSlowly()) {
      return null;
    }
    channel.doDeregister();
    return GlobalEventExecutor.INSTANCE;
  }
}
