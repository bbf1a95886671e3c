package io.porty.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.porty.api.Failure;
import io.porty.api.Target;
import io.porty.api.mode.DecisionListener;
import io.porty.api.mode.LingeringClose;
import io.porty.api.mode.Mode;
import io.porty.api.mode.ModeContext;
import io.porty.api.mode.ModeFactory;
import io.porty.api.mode.ReadDeadline;
import io.porty.api.mode.Relay;
import io.porty.api.mode.Route;
import io.porty.api.plugin.PortyPlugin;
import io.porty.api.route.Decision;
import io.porty.api.route.RouteRequest;
import io.porty.fixture.CapturedOutput;
import io.porty.fixture.RawClient;
import io.porty.testkit.Ports;
import io.porty.testkit.TestBackend;
import io.porty.testkit.TestPorty;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** What the plugin API gives to modes, on real sockets. */
class ModeToolsTest {

  private static final int DEAD = Ports.free();

  private final List<String> heard = new CopyOnWriteArrayList<>();
  private final TestBackend live = TestBackend.named("live");

  private final PortyPlugin plugin =
      new PortyPlugin() {
        @Override
        public List<ModeFactory> modes() {
          return List.of(
              new ModeFactory() {
                @Override
                public String name() {
                  return "tools";
                }

                @Override
                public Class<RouteRequest> requestType() {
                  return RouteRequest.class;
                }

                @Override
                public Mode create(ModeContext context) {
                  return new Tools(context);
                }
              });
        }
      };

  private final class Tools implements Mode {
    private final ModeContext context;

    Tools(ModeContext context) {
      this.context = context;
    }

    @Override
    public void accept(Channel client) {
      client.pipeline().addLast(new Session(context, client));
      client.config().setAutoRead(true);
    }

    @Override
    public Optional<Route> routeFor(RouteRequest request) {
      return Optional.of(context.routes().get(0));
    }
  }

  private final class Session extends ChannelInboundHandlerAdapter
      implements DecisionListener, Relay.End {
    private final ModeContext context;
    private final Channel client;
    private final ReadDeadline deadline;
    private boolean asked;

    Session(ModeContext context, Channel client) {
      this.context = context;
      this.client = client;
      this.deadline = ReadDeadline.start(client, Duration.ofMillis(300), () -> bye("too late\n"));
    }

    private void bye(String text) {
      LingeringClose.of(
          context.conduit(client), Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII));
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
      ByteBuf bytes = (ByteBuf) message;
      char first = (char) bytes.getByte(bytes.readerIndex());
      bytes.release();
      if (asked) {
        return;
      }
      asked = true;
      deadline.met();
      client.config().setAutoRead(false);
      switch (first) {
        case 'b' -> bye("bye\n");
        case 'd', 'x' -> {
          Decision.To to =
              Decision.to(new Target("127.0.0.1", DEAD), first == 'x' ? "throws" : "tools")
                  .orElse(new Target("127.0.0.1", live.port()));
          context.routes().get(0).dial(to, client, this);
        }
        default ->
            context
                .routes()
                .get(0)
                .dial(Decision.to(new Target("127.0.0.1", DEAD), "dead"), client, this);
      }
    }

    @Override
    public void failedOver(Decision.To next) {
      heard.add("turned to " + next.target().port());
    }

    @Override
    public void connected(Channel upstream, Decision.To by) {
      if (by.note().equals("throws")) {
        throw new IllegalStateException("on purpose in connected");
      }
      heard.add("connected " + by.target().port());
      ByteBuf request = Unpooled.copiedBuffer("GET / HTTP/1.0\r\n\r\n", StandardCharsets.US_ASCII);
      context.relay().join(client, request, upstream, null, Duration.ZERO, this);
    }

    @Override
    public void failed(Failure failure, Decision.To last) {
      bye("failed " + last.target().port() + " " + failure.code().code() + "\n");
    }

    @Override
    public void firstByte() {
      heard.add("first byte");
    }

    @Override
    public void ended(long up, long down, Failure failure) {
      heard.add("ended");
    }
  }

  private TestPorty start() {
    return TestPorty.with(plugin)
        .route(
            "mode = \"tools\"\nmax_retries = 0\nallow_targets = [\"127.0.0.1\"]\ntarget = \"127.0.0.1:"
                + live.port()
                + "\"\n");
  }

  @Test
  void aDecisionIsDialledWithItsFallbacksAndTheFirstByteIsHeardOnce() {
    try (TestPorty porty = start();
        RawClient client = RawClient.to(porty.port())) {
      assertThat(client.send("d").rest()).endsWith("live");
      client.close();
      await()
          .untilAsserted(
              () ->
                  assertThat(heard)
                      .containsExactly(
                          "turned to " + live.port(),
                          "connected " + live.port(),
                          "first byte",
                          "ended"));
    }
  }

  @Test
  void whenNothingCanBeConnectedToTheLastIsTold() {
    try (TestPorty porty = start();
        RawClient client = RawClient.to(porty.port())) {
      assertThat(client.send("n").rest()).isEqualTo("failed " + DEAD + " connect_refused\n");
    }
  }

  @Test
  void aListenerThatThrowsLosesItsClientAndIsNamed() {
    try (CapturedOutput said = new CapturedOutput();
        TestPorty porty = start();
        RawClient client = RawClient.to(porty.port())) {
      client.send("x");
      assertThat(client.isEnded() || client.isReset()).isTrue();
      said.awaits("mode \"tools\" of ", "failed in connected()", "on purpose in connected");
      await().until(() -> porty.porty().openConnections() == 0);
    }
  }

  @Test
  void theLastWordsReachAClientThatStillSends() {
    try (TestPorty porty = start();
        RawClient client = RawClient.to(porty.port())) {
      client.send("b" + "x".repeat(400_000));
      assertThat(client.rest()).isEqualTo("bye\n");
    }
  }

  @Test
  void oneThatNeverClosesIsClosed() {
    long begin = System.nanoTime();
    try (TestPorty porty = start();
        RawClient client = RawClient.to(porty.port())) {
      assertThat(client.rest()).isEqualTo("too late\n");
      await().until(() -> porty.porty().openConnections() == 0);
      assertThat(System.nanoTime() - begin).isGreaterThan(1_900_000_000L);
    }
  }
}
