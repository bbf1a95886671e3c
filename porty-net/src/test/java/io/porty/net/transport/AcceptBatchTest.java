package io.porty.net.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AcceptBatchTest {

  private static final int CLIENTS = 40;

  /** Counts the connections of each read of the listening channel. */
  private static final class Batches extends ChannelInboundHandlerAdapter {
    final List<Integer> sizes = new CopyOnWriteArrayList<>();
    private int size;

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object child) {
      size++;
      ctx.fireChannelRead(child);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
      if (size > 0) {
        sizes.add(size);
        size = 0;
      }
      ctx.fireChannelReadComplete();
    }

    int accepted() {
      return sizes.stream().mapToInt(Integer::intValue).sum();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"epoll", "epoll-netty"})
  void acceptsAllThatWaitInOneRead(String name) throws Exception {
    Transport transport;
    try {
      transport = Transports.choose(name);
    } catch (IllegalArgumentException e) {
      assumeTrue(false, e.getMessage());
      throw e;
    }
    EventLoops loops = new EventLoops(transport, 1);
    List<Socket> clients = new ArrayList<>();
    Batches batches = new Batches();
    try {
      Channel server =
          transport
              .listenTcp(new ServerBootstrap().group(loops.group()), "127.0.0.1")
              .option(ChannelOption.SO_BACKLOG, 2 * CLIENTS)
              .option(ChannelOption.AUTO_READ, false)
              .option(ChannelOption.RECVBUF_ALLOCATOR, transport.acceptAllocator())
              .handler(batches)
              .childHandler(
                  new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel child) {}
                  })
              .bind("127.0.0.1", 0)
              .sync()
              .channel();
      for (int i = 0; i < CLIENTS; i++) {
        clients.add(new Socket("127.0.0.1", ((InetSocketAddress) server.localAddress()).getPort()));
      }
      server.config().setAutoRead(true);
      await().until(() -> batches.accepted() == CLIENTS);
      assertThat(batches.sizes).containsExactly(CLIENTS);
    } finally {
      for (Socket client : clients) {
        client.close();
      }
      loops.close();
    }
  }
}
