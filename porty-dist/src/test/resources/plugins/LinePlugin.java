package lines;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import io.porty.api.Failure;
import io.porty.api.Key;
import io.porty.api.mode.*;
import io.porty.api.plugin.PortyPlugin;
import io.porty.api.route.*;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A protocol of a stranger: the first line names a service, the rest is relayed to its backend. */
public class LinePlugin implements PortyPlugin {

  static final Key<Integer> LONGEST = Key.integer("longest_line", 100, 1, 1000, "The most characters of the first line");

  /** What routers of this mode are asked about. */
  public interface LineRequest extends RouteRequest {
    String line();
  }

  record Asked(String routeName, SocketAddress client, SocketAddress local, String line) implements LineRequest {}

  @Override
  public List<ModeFactory> modes() {
    return List.of(new ModeFactory() {
      public String name() { return "lines"; }
      public Class<LineRequest> requestType() { return LineRequest.class; }
      public List<Key<?>> keys() { return List.of(LONGEST); }
      public List<String> defaultRouters() { return List.of("by_line", "fixed"); }
      public Mode create(ModeContext context) { return new Lines(context); }
    });
  }

  @Override
  public List<RouterFactory<?>> routers() {
    return List.of(RouterFactory.of("by_line", LineRequest.class, List.of(), (settings, context) ->
        request -> request.line().equals("no") ? Decision.refuse(403, "no", "No") : Decision.pass()));
  }

  record Lines(ModeContext context) implements Mode {
    public void accept(Channel client) {
      client.pipeline().addLast(new FirstLine(context));
      client.config().setAutoRead(true);
    }
    public Optional<Route> routeFor(RouteRequest request) { return Optional.of(context.routes().get(0)); }
  }

  static final class FirstLine extends ChannelInboundHandlerAdapter implements Dialer.Listener {
    private final ModeContext context;
    private final Route route;
    private ByteBuf got;
    private Channel client;

    FirstLine(ModeContext context) {
      this.context = context;
      this.route = context.routes().get(0);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
      client = ctx.channel();
      ByteBuf part = (ByteBuf) message;
      got = got == null ? part : ctx.alloc().compositeBuffer().addComponents(true, got, part);
      int end = got.indexOf(got.readerIndex(), got.writerIndex(), (byte) '\n');
      if (end < 0) {
        if (got.readableBytes() > route.settings().get(LONGEST)) {
          say("too long\n");
        }
        return;
      }
      client.config().setAutoRead(false);
      String line = got.readCharSequence(end - got.readerIndex(), StandardCharsets.US_ASCII).toString();
      got.skipBytes(1);
      RouteAnswer answer = route.router(LineRequest.class)
          .route(new Asked(route.facts().name(), client.remoteAddress(), client.localAddress(), line));
      if (answer instanceof Decision.To to) {
        route.dialer().dial(to.target(), client.eventLoop(), this);
      } else {
        say(answer instanceof Decision.Refuse refuse ? refuse.reason() + "\n" : "?\n");
      }
    }

    private void say(String text) {
      client.writeAndFlush(client.alloc().buffer().writeBytes(text.getBytes(StandardCharsets.US_ASCII)))
          .addListener(written -> client.close());
    }

    @Override
    public void connected(Channel upstream) {
      ByteBuf rest = got;
      got = null;
      context.relay().join(client, rest, upstream, null, Duration.ZERO, (up, down, failure) -> {});
    }

    @Override
    public void failed(Failure failure) {
      say(failure.code().word() + "\n");
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
      ReferenceCountUtil.release(got);
      got = null;
    }
  }
}
