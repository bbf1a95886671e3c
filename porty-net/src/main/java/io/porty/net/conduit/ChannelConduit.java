package io.porty.net.conduit;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.DuplexChannel;
import io.netty.channel.unix.Socket;
import io.netty.channel.unix.UnixChannel;
import io.porty.api.mode.Conduit;
import io.porty.net.epoll.EpollTcpChannel;
import java.io.IOException;
import java.nio.channels.NotYetConnectedException;
import org.jspecify.annotations.Nullable;

/** The conduit of a channel of any transport. On the channel's event loop. */
public final class ChannelConduit implements Conduit {

  private final Channel channel;

  public ChannelConduit(Channel channel) {
    this.channel = channel;
  }

  @Override
  public Channel channel() {
    return channel;
  }

  @Override
  public void whenWritten(Runnable task) {
    if (channel instanceof EpollTcpChannel tcp) {
      tcp.flushNow();
    }
    if (pendingBytes() == 0 && connectionHandler() == null) {
      task.run();
      return;
    }
    channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> task.run());
  }

  @Override
  public void shutdownOutput() {
    ChannelHandlerContext handler = connectionHandler();
    if (handler == null) {
      shutdownSocketOutput();
    } else {
      ((ConnectionHandler) handler.handler()).shutdownOutput(handler, this::shutdownSocketOutput);
    }
  }

  /**
   * Calls shutdown(2) directly where the socket is accessible: Netty's shutdownOutput creates an
   * exception with its stack for each connection, a tenth of the user-space cost of a short one.
   * Unlike it, this does not fail the channel's outbound buffer.
   */
  private void shutdownSocketOutput() {
    if (channel instanceof UnixChannel unix && unix.fd() instanceof Socket socket) {
      try {
        socket.shutdown(false, true);
      } catch (IOException | NotYetConnectedException e) {
        // The peer has closed the connection; the channel closes next.
      }
    } else if (channel instanceof DuplexChannel duplex) {
      duplex.shutdownOutput();
    } else {
      channel.close();
    }
  }

  @Override
  public boolean isInputShutdown() {
    ChannelHandlerContext handler = connectionHandler();
    if (handler != null) {
      return ((ConnectionHandler) handler.handler()).isInputShutdown();
    }
    return channel instanceof DuplexChannel duplex && duplex.isInputShutdown();
  }

  @Override
  public boolean isInputTruncated() {
    ChannelHandlerContext handler = connectionHandler();
    return handler != null && ((ConnectionHandler) handler.handler()).isInputTruncated();
  }

  @Override
  public void closeWhenWritten() {
    channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
  }

  @Override
  public void abort() {
    if (channel.isOpen()) {
      ChannelHandlerContext handler = connectionHandler();
      if (handler != null) {
        ((ConnectionHandler) handler.handler()).reset();
      }
      channel.config().setOption(ChannelOption.SO_LINGER, 0);
      channel.close();
    }
  }

  /**
   * Includes bytes that are written but not flushed, unlike {@link ChannelOutboundBuffer#isEmpty}.
   */
  @Override
  public long pendingBytes() {
    ChannelOutboundBuffer pending = channel.unsafe().outboundBuffer();
    return pending == null ? 0 : pending.totalPendingWriteBytes();
  }

  @Override
  public boolean mayBeSpliced() {
    return channel instanceof EpollTcpChannel && connectionHandler() == null;
  }

  @Override
  public void removeHandlers() {
    ChannelPipeline pipeline = channel.pipeline();
    while (pipeline.last() != null && !(pipeline.last() instanceof ConnectionHandler)) {
      pipeline.removeLast();
    }
  }

  /** The context of a {@link ConnectionHandler}; null if there is none. */
  private @Nullable ChannelHandlerContext connectionHandler() {
    ChannelHandlerContext first = channel.pipeline().firstContext();
    return first != null && first.handler() instanceof ConnectionHandler ? first : null;
  }
}
