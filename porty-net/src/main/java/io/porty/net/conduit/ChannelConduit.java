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

/** The conduit of any transport's channel. Holds nothing but the channel. */
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
    if (channel instanceof EpollTcpChannel stream) {
      stream.sendNow();
    }
    if (pendingBytes() == 0 && layer() == null) {
      task.run();
      return;
    }
    channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> task.run());
  }

  @Override
  public void shutdownOutput() {
    ChannelHandlerContext layer = layer();
    if (layer == null) {
      shutdownSocketOutput();
    } else {
      ((ConnectionHandler) layer.handler()).shutdownOutput(layer, this::shutdownSocketOutput);
    }
  }

  /**
   * Where the socket is at hand, by shutdown(2) itself: Netty's own way makes an exception, with
   * its stack, for every connection that ends so: a tenth of what a short one costs outside of the
   * kernel. It marks the channel's buffer closed, which nobody asks for here.
   */
  private void shutdownSocketOutput() {
    if (channel instanceof UnixChannel unix && unix.fd() instanceof Socket socket) {
      try {
        socket.shutdown(false, true);
      } catch (IOException | NotYetConnectedException e) {
        // It has been closed from the other end, and will be here.
      }
    } else if (channel instanceof DuplexChannel duplex) {
      duplex.shutdownOutput();
    } else {
      channel.close();
    }
  }

  @Override
  public boolean isInputShutdown() {
    ChannelHandlerContext layer = layer();
    if (layer != null) {
      return ((ConnectionHandler) layer.handler()).isInputShutdown();
    }
    return channel instanceof DuplexChannel duplex && duplex.isInputShutdown();
  }

  @Override
  public boolean isInputTruncated() {
    ChannelHandlerContext layer = layer();
    return layer != null && ((ConnectionHandler) layer.handler()).isInputTruncated();
  }

  @Override
  public void closeWhenWritten() {
    channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
  }

  @Override
  public void abort() {
    if (channel.isOpen()) {
      ChannelHandlerContext layer = layer();
      if (layer != null) {
        ((ConnectionHandler) layer.handler()).reset();
      }
      channel.config().setOption(ChannelOption.SO_LINGER, 0);
      channel.close();
    }
  }

  /** Not whether the buffer is empty, which does not see what is written and not yet flushed. */
  @Override
  public long pendingBytes() {
    ChannelOutboundBuffer pending = channel.unsafe().outboundBuffer();
    return pending == null ? 0 : pending.totalPendingWriteBytes();
  }

  @Override
  public boolean mayBeSpliced() {
    return channel instanceof EpollTcpChannel && layer() == null;
  }

  @Override
  public void removeHandlers() {
    ChannelPipeline pipeline = channel.pipeline();
    while (pipeline.last() != null && !(pipeline.last() instanceof ConnectionHandler)) {
      pipeline.removeLast();
    }
  }

  /** What lies between the socket and the mode; null if nothing does. */
  private @Nullable ChannelHandlerContext layer() {
    ChannelHandlerContext first = channel.pipeline().firstContext();
    return first != null && first.handler() instanceof ConnectionHandler ? first : null;
  }
}
