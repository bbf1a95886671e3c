package io.porty.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.porty.api.Settings;
import io.porty.api.listener.Listener;
import io.porty.api.listener.ListenerContext;
import io.porty.api.listener.ListenerFactory;
import io.porty.api.mode.ConnectionSnapshot;
import io.porty.api.mode.Mode;
import io.porty.api.mode.ModeContext;
import io.porty.api.mode.ModeFactory;
import io.porty.api.mode.Route;
import io.porty.api.plugin.PortyPlugin;
import io.porty.api.route.RouteRequest;
import io.porty.fixture.CapturedOutput;
import io.porty.fixture.RawClient;
import io.porty.testkit.Ports;
import io.porty.testkit.TestPorty;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Modes and listeners that fail: their client is closed, their plugin named, Porty goes on. */
class FaultyModesTest {

  private final List<String> calls = new CopyOnWriteArrayList<>();

  private final PortyPlugin plugin =
      new PortyPlugin() {
        @Override
        public List<ModeFactory> modes() {
          return Stream.of("accept", "handler", "late_handler", "look", "close", "refuse", "drain")
              .map(way -> factory(way))
              .toList();
        }

        @Override
        public List<ListenerFactory> listeners() {
          return Stream.of("fine", "throws", "nullbind", "taken")
              .map(way -> listener(way))
              .toList();
        }
      };

  private static ModeFactory factory(String way) {
    return new ModeFactory() {
      @Override
      public String name() {
        return "bad_" + way;
      }

      @Override
      public Class<RouteRequest> requestType() {
        return RouteRequest.class;
      }

      @Override
      public Mode create(ModeContext context) {
        return new BadMode(way, context);
      }
    };
  }

  private record BadMode(String way, ModeContext context) implements Mode {

    private void fail(String where) {
      if (way.equals(where)) {
        throw new IllegalStateException("on purpose in " + where);
      }
    }

    @Override
    public void accept(Channel client) {
      fail("accept");
      client.pipeline().addLast(new First(this));
      client.config().setAutoRead(true);
    }

    @Override
    public void refuse(Channel client, io.porty.api.Failure why) {
      fail("refuse");
      client.close();
    }

    @Override
    public void drain(Channel client) {
      fail("drain");
      client.close();
    }

    @Override
    public Optional<ConnectionSnapshot> describe(Channel client) {
      fail("look");
      return Optional.empty();
    }

    @Override
    public Optional<Route> routeFor(RouteRequest request) {
      return Optional.empty();
    }

    @Override
    public void close() {
      fail("close");
    }
  }

  private static final class First extends ChannelInboundHandlerAdapter {
    private final BadMode mode;

    First(BadMode mode) {
      this.mode = mode;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
      if (mode.way.equals("late_handler")) {
        ctx.pipeline().addLast(new Second(mode));
        ctx.fireChannelRead(message);
        return;
      }
      io.netty.util.ReferenceCountUtil.release(message);
      mode.fail("handler");
      ctx.writeAndFlush(ctx.alloc().buffer().writeBytes(new byte[] {'o', 'k', '\n'}));
    }
  }

  private static final class Second extends ChannelInboundHandlerAdapter {
    private final BadMode mode;

    Second(BadMode mode) {
      this.mode = mode;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
      io.netty.util.ReferenceCountUtil.release(message);
      mode.fail("late_handler");
    }
  }

  /** Whether Porty closes it, or resets it because there was something to read. */
  private static boolean closes(RawClient client) {
    try {
      return client.rest().isEmpty();
    } catch (UncheckedIOException e) {
      return e.getCause() instanceof SocketException;
    }
  }

  @ParameterizedTest
  @CsvSource({
    "accept, 'failed in accept()'",
    "handler, 'did not handle an exception of its handlers; the client connection is closed'",
    "late_handler, 'did not handle an exception of its handlers; the client connection is closed'",
  })
  void aModeThatFailsEndsItsClientAndIsNamed(String way, String said) {
    try (CapturedOutput log = new CapturedOutput();
        TestPorty porty =
            TestPorty.with(plugin).route("mode = \"bad_" + way + "\"\ntarget = \"127.0.0.1:1\"\n");
        RawClient client = RawClient.to(porty.port())) {
      assertThat(closes(client.send("hello\n"))).isTrue();
      log.awaits("mode \"bad_" + way + "\" of ", said, "on purpose in " + way);
      try (RawClient next = RawClient.to(porty.port())) {
        assertThat(closes(next.send("hello\n"))).as("Porty goes on").isTrue();
      }
    }
  }

  @Test
  void aModeThatCannotEndDoesNotKeepPortyFromEnding() {
    try (CapturedOutput log = new CapturedOutput()) {
      TestPorty.with(plugin).route("mode = \"bad_close\"\ntarget = \"127.0.0.1:1\"\n").close();
      log.awaits("mode \"bad_close\" of ", "close()", "on purpose in close");
    }
  }

  @Test
  void aModeThatCannotRefuseOrDrainClosesItsClients() {
    try (CapturedOutput log = new CapturedOutput();
        TestPorty porty =
            TestPorty.with(plugin)
                .route(
                    "mode = \"bad_refuse\"\nmax_connections_per_client = 1\ntarget = \"127.0.0.1:1\"\n");
        RawClient first = RawClient.to(porty.port())) {
      first.send("x\n");
      Awaitility.await().until(() -> porty.porty().openConnections() == 1);
      try (RawClient second = RawClient.to(porty.port())) {
        assertThat(second.rest()).isEmpty();
      }
      log.awaits("mode \"bad_refuse\" of ", "failed in refuse()");
    }
  }

  @Test
  void whatAModeCannotTellOfAClientIsLeftOut() {
    int admin = Ports.free();
    try (CapturedOutput log = new CapturedOutput();
        TestPorty porty =
            TestPorty.with(plugin)
                .config(
                    """
                    [admin]
                    listen = "127.0.0.1:%d"
                    [[routes]]
                    name = "a"
                    listen = "127.0.0.1:{port}"
                    mode = "bad_look"
                    target = "127.0.0.1:1"
                    """
                        .formatted(admin));
        RawClient client = RawClient.to(porty.port());
        RawClient visitor = RawClient.to(admin)) {
      client.send("x\n");
      Awaitility.await().until(() -> porty.porty().openConnections() == 1);
      String body =
          visitor.send("GET /connections HTTP/1.1\r\nHost: localhost\r\n\r\n").message().body();
      assertThat(body).contains("\"mode\": \"bad_look\"", "\"state\": \"open\"");
      log.awaits("mode \"bad_look\" of ", "failed in describe()");
    }
  }

  private ListenerFactory listener(String way) {
    return new ListenerFactory() {
      @Override
      public String name() {
        return "l_" + way;
      }

      @Override
      public Listener create(Settings settings, ListenerContext context) {
        return new Recording(way, context);
      }
    };
  }

  private final class Recording implements Listener {
    private final String way;
    private final ListenerContext context;
    private Channel channel;

    Recording(String way, ListenerContext context) {
      this.way = way;
      this.context = context;
    }

    @Override
    public SocketAddress bind() throws IOException {
      calls.add("bind");
      switch (way) {
        case "throws" -> throw new IllegalStateException("cannot\nbind");
        case "taken" -> throw new java.net.BindException("Address already in use");
        case "nullbind" -> {
          return null;
        }
        default -> {}
      }
      ServerBootstrap bootstrap =
          context
              .bootstrap()
              .childHandler(
                  new ChannelInboundHandlerAdapter() {
                    @Override
                    public void channelActive(ChannelHandlerContext ctx) {
                      ctx.pipeline().remove(this);
                      if (context.admit()) {
                        context.accepted(ctx.channel());
                      } else {
                        ctx.close();
                      }
                    }

                    @Override
                    public boolean isSharable() {
                      return true;
                    }
                  });
      channel =
          bootstrap
              .bind(new InetSocketAddress(context.address(), context.port()))
              .syncUninterruptibly()
              .channel();
      return channel.localAddress();
    }

    @Override
    public void pause() {
      calls.add("pause");
      channel.config().setAutoRead(false);
    }

    @Override
    public void resume() {
      calls.add("resume");
      channel.config().setAutoRead(true);
    }

    @Override
    public void close() {
      calls.add("close");
      if (channel != null) {
        channel.close();
      }
    }
  }

  @Test
  void aListenerIsAskedNothingBeforeItIsBoundOrAfterItsEnd() {
    try (TestPorty porty =
        TestPorty.with(plugin)
            .config(
                """
                max_connections_total = 10
                [[listeners]]
                name = "fine"
                address = "127.0.0.1:{port}"
                kind = "l_fine"
                [[routes]]
                name = "a"
                mode = "http"
                listener = "fine"
                target = "127.0.0.1:1"
                """)) {
      assertThat(porty.get("/").statusCode()).isEqualTo(502);
    }
    assertThat(calls).startsWith("bind").contains("close");
    assertThat(calls.subList(calls.indexOf("close"), calls.size())).containsOnly("close");
  }

  @ParameterizedTest
  @CsvSource({
    "throws, 'bind() failed: java.lang.IllegalStateException: cannot\\x0abind'",
    "nullbind, bind() returned null",
    "taken, is in use by another program",
  })
  void aListenerThatCannotBindEndsTheStartInAFewLines(String way, String said) {
    assertThatThrownBy(
            () ->
                TestPorty.with(plugin)
                    .listener("kind = \"l_" + way + "\"\n")
                    .route("mode = \"http\"\ntarget = \"127.0.0.1:1\"\n"))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(said)
        .satisfies(
            e -> {
              assertThat(e.getMessage()).doesNotContain("Guice", "com.google.inject");
              assertThat(e.getMessage().lines().count()).isLessThan(20);
              if (!way.equals("taken")) {
                assertThat(e.getMessage()).contains("listener \"l_" + way + "\" of ");
              }
            });
  }

  @Test
  void aReloadToAListenerThatCannotBindIsRefusedAndTrafficGoesOn() {
    try (TestPorty porty =
        TestPorty.with(plugin).backends("site").route("mode = \"http\"\ntarget = \"{site}\"\n")) {
      assertThatThrownBy(
              () ->
                  porty.reload(
                      """
                      [[routes]]
                      name = "test"
                      listen = "127.0.0.1:{port}"
                      mode = "http"
                      target = "{site}"
                      [[listeners]]
                      name = "b"
                      address = "127.0.0.1:%d"
                      kind = "l_throws"
                      [[routes]]
                      name = "b"
                      mode = "http"
                      listener = "b"
                      target = "{site}"
                      """
                          .formatted(Ports.free())))
          .hasMessageContaining("listener \"l_throws\" of ");
      assertThat(porty.get("/").body()).isEqualTo("site");
    }
  }
}
