package io.porty.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.porty.api.Failure;
import io.porty.fixture.Backend;
import io.porty.fixture.RawClient;
import io.porty.fixture.RunningPorty;
import io.porty.net.diagnostics.InternalErrors;
import io.porty.net.relay.NettyRelay;
import io.porty.net.transport.EventLoops;
import io.porty.net.transport.Transport;
import io.porty.net.transport.Transports;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The bytes that a relay says it has moved, copied or spliced. */
class RelayCountsTest {

  private record Counts(long fromClient, long fromUpstream, @Nullable Failure failure) {}

  @Test
  void countsWhatItMovedEachWay() throws Exception {
    int request = 7_000_003;
    int reply = 9_000_001;
    try (Backend backend =
        Backend.running(
            connection -> {
              for (int i = 0; i < 5; i++) {
                connection.bytes(request);
                connection.send(new byte[reply]).send("tail");
              }
            })) {
      Counts counts =
          relayed(
              backend.port(),
              client -> {
                for (int i = 0; i < 5; i++) {
                  client.send(new byte[request]);
                  client.bytes(reply + 4);
                }
              });

      assertThat(counts).isEqualTo(new Counts(5L * request, 5L * (reply + 4), null));
    }
  }

  private interface Story {
    void tell(RawClient client);
  }

  private static Counts relayed(int backendPort, Story story) throws Exception {
    Transport transport;
    try {
      transport = Transports.choose(RunningPorty.transport());
    } catch (IllegalArgumentException e) {
      assumeTrue(false, e.getMessage());
      throw e;
    }
    EventLoops loops = new EventLoops(transport, 1);
    CompletableFuture<Counts> ended = new CompletableFuture<>();
    try {
      Channel listener =
          new ServerBootstrap()
              .group(loops.group())
              .channelFactory(() -> transport.tcp().newServerSocket("127.0.0.1"))
              .childOption(ChannelOption.AUTO_READ, false)
              .childHandler(joining(loops, backendPort, ended))
              .bind("127.0.0.1", 0)
              .sync()
              .channel();
      try (RawClient client =
          RawClient.to(((InetSocketAddress) listener.localAddress()).getPort())) {
        story.tell(client);
        client.halfClose();
        client.rest();
      }
      return ended.get(10, TimeUnit.SECONDS);
    } finally {
      loops.close();
    }
  }

  private static ChannelInboundHandlerAdapter joining(
      EventLoops loops, int backendPort, CompletableFuture<Counts> ended) {
    return new ChannelInboundHandlerAdapter() {
      @Override
      public void channelActive(io.netty.channel.ChannelHandlerContext ctx) {
        new Bootstrap()
            .group(ctx.channel().eventLoop())
            .channelFactory(() -> loops.transport().newSocket(InetAddress.getLoopbackAddress()))
            .option(ChannelOption.AUTO_READ, false)
            .handler(new ChannelInboundHandlerAdapter())
            .connect("127.0.0.1", backendPort)
            .addListener(
                (ChannelFutureListener)
                    connected ->
                        new NettyRelay(() -> false, new InternalErrors())
                            .join(
                                ctx.channel(),
                                null,
                                connected.channel(),
                                null,
                                Duration.ofSeconds(30),
                                (up, down, failure) ->
                                    ended.complete(new Counts(up, down, failure))));
      }
    };
  }
}
