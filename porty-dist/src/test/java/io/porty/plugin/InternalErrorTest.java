package io.porty.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.porty.api.Settings;
import io.porty.api.listener.Listener;
import io.porty.api.listener.ListenerContext;
import io.porty.api.listener.ListenerFactory;
import io.porty.api.plugin.PortyPlugin;
import io.porty.fixture.Backend;
import io.porty.fixture.CapturedOutput;
import io.porty.fixture.RawClient;
import io.porty.fixture.Wire;
import io.porty.testkit.Ports;
import io.porty.testkit.TestPorty;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Exceptions of Porty's own code, planted where its handlers are at work. */
class InternalErrorTest {

  /** The channels of clients, when Porty's own mode has them. */
  private final BlockingQueue<Channel> clients = new LinkedBlockingQueue<>();

  private final int admin = Ports.free();

  private final PortyPlugin plugin =
      new PortyPlugin() {
        @Override
        public List<ListenerFactory> listeners() {
          return List.of(
              new ListenerFactory() {
                @Override
                public String name() {
                  return "watched";
                }

                @Override
                public Listener create(Settings settings, ListenerContext context) {
                  return new Watched(context);
                }
              });
        }
      };

  private final class Watched implements Listener {
    private final ListenerContext context;
    private Channel server;

    Watched(ListenerContext context) {
      this.context = context;
    }

    @Override
    public SocketAddress bind() {
      server =
          context
              .bootstrap()
              .childHandler(
                  new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel child) {
                      child
                          .eventLoop()
                          .execute(
                              () -> {
                                context.admit();
                                context.accepted(child);
                                clients.add(child);
                              });
                    }
                  })
              .bind(new InetSocketAddress(context.address(), context.port()))
              .syncUninterruptibly()
              .channel();
      return server.localAddress();
    }

    @Override
    public void pause() {}

    @Override
    public void resume() {}

    @Override
    public void close() {
      server.close().awaitUninterruptibly(1000);
    }
  }

  private TestPorty start(String mode, int target) {
    return TestPorty.with(plugin)
        .config(
            """
            [admin]
            listen = "127.0.0.1:%d"
            [[listeners]]
            name = "front"
            address = "127.0.0.1:{port}"
            kind = "watched"
            [[routes]]
            name = "shop"
            listener = "front"
            mode = "%s"
            target = "127.0.0.1:%d"
            """
                .formatted(admin, mode, target));
  }

  private void plant() throws InterruptedException {
    Channel client = clients.poll(5, TimeUnit.SECONDS);
    assertThat(client).isNotNull();
    client
        .eventLoop()
        .execute(() -> client.pipeline().fireExceptionCaught(new IllegalStateException("planted")));
  }

  private String metrics() {
    try (RawClient visitor = RawClient.to(admin)) {
      return visitor.send("GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n").message().body();
    }
  }

  private void isCounted(String where) {
    await()
        .untilAsserted(
            () ->
                assertThat(metrics())
                    .contains("porty_internal_errors_total{where=\"" + where + "\"} 1.0")
                    .contains("reason=\"internal_error\",route=\"shop\"} 1.0")
                    .doesNotContain("client_closed", "truncated_response", "relay_broken"));
  }

  private static void isLogged(CapturedOutput log, String where) {
    log.awaits("internal error in " + where + ", ", "shop", "planted", "InternalErrorTest");
  }

  @Test
  void ofAnHttpRequestAnswersWith500() throws InterruptedException {
    try (CapturedOutput log = new CapturedOutput();
        Backend silent = Backend.running(Wire::rest);
        TestPorty porty = start("http", silent.port());
        RawClient client = RawClient.to(porty.port())) {
      client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n1234");
      await().until(() -> silent.accepted() == 1);
      plant();
      Wire.Message answer = client.message();
      assertThat(answer.status()).isEqualTo(500);
      assertThat(answer.first("X-Porty-Error")).isEqualTo("internal_error");
      isLogged(log, "http_client");
      isCounted("http_client");
    }
  }

  @Test
  void ofARelayBreaksBothConnections() throws InterruptedException {
    try (CapturedOutput log = new CapturedOutput();
        Backend echo = Backend.running(Wire::echo);
        TestPorty porty = start("tcp", echo.port());
        RawClient client = RawClient.to(porty.port())) {
      assertThat(client.send("hello").bytes(5)).isEqualTo("hello");
      plant();
      assertThat(rest(client)).isEmpty();
      log.awaits("internal error in relay, 127.0.0.1:" + echo.port(), "planted");
      isCounted("relay");
    }
  }

  @Test
  void ofATcpSessionThatStillConnects() throws Exception {
    try (CapturedOutput log = new CapturedOutput();
        ServerSocket full = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
        Socket first = new Socket(full.getInetAddress(), full.getLocalPort());
        Socket second = new Socket(full.getInetAddress(), full.getLocalPort());
        TestPorty porty = start("tcp", full.getLocalPort());
        RawClient client = RawClient.to(porty.port())) {
      plant();
      assertThat(rest(client)).isEmpty();
      isLogged(log, "tcp");
      isCounted("tcp");
    }
  }

  private static String rest(RawClient client) {
    try {
      return client.rest();
    } catch (UncheckedIOException e) {
      return ""; // reset
    }
  }
}
