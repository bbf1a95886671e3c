package io.porty.mode.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.socket.DuplexChannel;
import io.porty.api.mode.Conduit;

/** The ends of a {@link Side}. */
record SideConduit(Channel channel) implements Conduit {

  @Override
  public void whenWritten(Runnable task) {
    channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> task.run());
  }

  @Override
  public void shutdownOutput() {
    ((DuplexChannel) channel).shutdownOutput();
  }

  @Override
  public boolean isInputShutdown() {
    return ((DuplexChannel) channel).isInputShutdown();
  }

  @Override
  public void closeWhenWritten() {
    channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
  }

  @Override
  public void abort() {
    channel.close();
  }

  @Override
  public long pendingBytes() {
    ChannelOutboundBuffer pending = channel.unsafe().outboundBuffer();
    return pending == null ? 0 : pending.totalPendingWriteBytes();
  }

  @Override
  public boolean mayBeSpliced() {
    return false;
  }

  @Override
  public void removeHandlers() {
    while (channel.pipeline().first() != null) {
      channel.pipeline().removeFirst();
    }
  }
}
