package io.porty.net.conduit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.epoll.Epoll;
import io.porty.net.epoll.EpollTcpChannel;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChannelConduitTest {

  /** What TLS will be: it ends its own output before the socket's. */
  private static final class Layer extends ChannelOutboundHandlerAdapter
      implements ConnectionHandler {
    private final List<Runnable> sockets = new ArrayList<>();

    @Override
    public void shutdownOutput(ChannelHandlerContext ctx, Runnable socketsOutput) {
      sockets.add(socketsOutput);
    }

    @Override
    public void reset() {}

    @Override
    public boolean isInputShutdown() {
      return false;
    }

    @Override
    public boolean isInputTruncated() {
      return false;
    }
  }

  private final Layer layer = new Layer();

  @Test
  void removesTheHandlersOfAModeAndLeavesThoseOfTheConnection() {
    EmbeddedChannel channel =
        new EmbeddedChannel(
            layer, new ChannelInboundHandlerAdapter(), new ChannelInboundHandlerAdapter());
    new ChannelConduit(channel).removeHandlers();
    assertThat(channel.pipeline().first()).isSameAs(layer);
    assertThat(channel.pipeline().last()).isSameAs(layer);

    EmbeddedChannel plain = new EmbeddedChannel(new ChannelInboundHandlerAdapter());
    new ChannelConduit(plain).removeHandlers();
    assertThat(plain.pipeline().first()).isNull();
  }

  @Test
  void endsTheLayersOutputBeforeTheSockets() {
    EmbeddedChannel channel = new EmbeddedChannel(layer);
    new ChannelConduit(channel).shutdownOutput();
    assertThat(channel.isOpen()).isTrue();
    assertThat(layer.sockets).hasSize(1);

    layer.sockets.get(0).run();
    assertThat(channel.isOpen()).as("a channel without halves is closed").isFalse();
  }

  @Test
  void isSplicedOnlyInTheClear() {
    assumeTrue(Epoll.isAvailable(), "these are the sockets of Linux");
    EpollTcpChannel channel = EpollTcpChannel.open(InetAddress.getLoopbackAddress());
    try {
      assertThat(new ChannelConduit(channel).mayBeSpliced()).isTrue();
      channel.pipeline().addFirst(layer);
      assertThat(new ChannelConduit(channel).mayBeSpliced()).isFalse();
      assertThat(new ChannelConduit(new EmbeddedChannel()).mayBeSpliced()).isFalse();
    } finally {
      channel.unsafe().closeForcibly();
    }
  }

  @Test
  void runsATaskAtOnceWhereNothingWaitsAndBehindTheWriteWhereSomethingDoes() {
    EmbeddedChannel channel = new EmbeddedChannel();
    ChannelConduit conduit = new ChannelConduit(channel);
    List<String> order = new ArrayList<>();
    conduit.whenWritten(() -> order.add("at once"));
    assertThat(order).containsExactly("at once");

    channel.write(Unpooled.wrappedBuffer(new byte[10]));
    assertThat(conduit.pendingBytes()).isGreaterThanOrEqualTo(10);
    conduit.whenWritten(() -> order.add("written " + conduit.pendingBytes()));
    assertThat(order).containsExactly("at once", "written 0");
    channel.releaseOutbound();
  }
}
