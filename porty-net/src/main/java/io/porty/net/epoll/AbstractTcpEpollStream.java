package io.porty.net.epoll;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.unix.Socket;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NotYetConnectedException;
import org.jspecify.annotations.Nullable;

/** The half-closure of a stream channel: Netty's shutdown methods, run on the event loop. */
abstract class AbstractTcpEpollStream extends AbstractTcpEpollChannel implements SocketChannel {

  AbstractTcpEpollStream(@Nullable Channel parent, Socket socket, int interest) {
    super(parent, socket, interest);
  }

  /** Ends the input without an event. On the event loop. */
  abstract void endInput();

  /** Writes what is queued in the flush batch of this iteration. On the event loop. */
  public abstract void flushNow();

  @Override
  public @Nullable ServerSocketChannel parent() {
    return (ServerSocketChannel) super.parent();
  }

  @Override
  public @Nullable InetSocketAddress localAddress() {
    return (InetSocketAddress) super.localAddress();
  }

  @Override
  public @Nullable InetSocketAddress remoteAddress() {
    return (InetSocketAddress) super.remoteAddress();
  }

  @Override
  public boolean isShutdown() {
    return isInputShutdown() && isOutputShutdown();
  }

  @Override
  public ChannelFuture shutdownInput() {
    return shutdownInput(newPromise());
  }

  @Override
  public ChannelFuture shutdownInput(ChannelPromise promise) {
    return runInEventLoop(
        promise,
        () -> {
          if (!isOpen()) {
            promise.setFailure(new ClosedChannelException());
          } else if (!isActive()) {
            promise.setFailure(new NotYetConnectedException());
          } else {
            endInput();
            promise.setSuccess();
          }
        });
  }

  @Override
  public ChannelFuture shutdownOutput() {
    return shutdownOutput(newPromise());
  }

  @Override
  public ChannelFuture shutdownOutput(ChannelPromise promise) {
    return runInEventLoop(
        promise,
        () -> {
          flushNow();
          ((AbstractTcpUnsafe) unsafe()).shutdownOutput(promise);
        });
  }

  @Override
  public ChannelFuture shutdown() {
    return shutdown(newPromise());
  }

  @Override
  public ChannelFuture shutdown(ChannelPromise promise) {
    shutdownInput();
    return shutdownOutput(promise);
  }

  private ChannelFuture runInEventLoop(ChannelPromise promise, Runnable task) {
    if (eventLoop().inEventLoop()) {
      task.run();
    } else {
      eventLoop().execute(task);
    }
    return promise;
  }
}
