package io.porty.net.dial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.porty.api.Failure;
import io.porty.api.Target;
import io.porty.api.mode.DialRequest;
import io.porty.api.mode.Dialer;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whoever waits for a connection fails when it comes. */
class DialListenerFailureTest {

  private static final IllegalStateException PLANTED = new IllegalStateException("planted");

  private final Dials dials = new Dials(Duration.ofSeconds(6), List.of(), List.of());
  private final CompletableFuture<Channel> upstream = new CompletableFuture<>();

  @AfterEach
  void end() throws Exception {
    dials.close();
  }

  private void dial(@Nullable Channel client) {
    ServerSocket server = dials.listening("127.0.0.3", 0);
    DialRequest request =
        new DialRequest(new Target("127.0.0.3", server.getLocalPort()), false, client);
    dials
        .loop()
        .execute(
            () ->
                dials
                    .dialer(0)
                    .dial(
                        request,
                        dials.loop(),
                        new Dialer.Listener() {
                          @Override
                          public void connected(Channel channel) {
                            upstream.complete(channel);
                            throw PLANTED;
                          }

                          @Override
                          public void failed(Failure failure) {
                            throw new AssertionError("heard twice");
                          }
                        }));
  }

  @Test
  void theConnectionIsClosedAndTheFaultCounted() throws Exception {
    dial(null);
    Channel channel = upstream.get(5, TimeUnit.SECONDS);
    await().until(() -> !channel.isOpen());
    await().untilAsserted(() -> assertThat(dials.errors.counts()).containsEntry("dial", 1L));
  }

  @Test
  void theClientsOwnHandlerHearsOfIt() throws Exception {
    CompletableFuture<Throwable> heard = new CompletableFuture<>();
    dial(
        new EmbeddedChannel(
            new ChannelInboundHandlerAdapter() {
              @Override
              public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
                heard.complete(cause);
              }
            }));
    Channel channel = upstream.get(5, TimeUnit.SECONDS);
    await().until(() -> !channel.isOpen());
    assertThat(heard.get(5, TimeUnit.SECONDS)).isSameAs(PLANTED);
    assertThat(dials.errors.counts()).containsEntry("dial", 0L);
  }
}
