package com.example.lines;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.util.ReferenceCountUtil;
import io.porty.api.Failure;
import io.porty.api.mode.DialRequest;
import io.porty.api.mode.Dialer;
import io.porty.api.mode.ModeContext;
import io.porty.api.mode.Route;
import io.porty.api.route.Decision;
import io.porty.api.route.RouteAnswer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * One client: its line is read, its router asked, its backend dialled; then the relay has it. On the
 * client's event loop. Owner of the bytes until they are given to the relay.
 */
final class LineSession extends ChannelInboundHandlerAdapter implements Dialer.Listener {

  private final ModeContext context;
  private final Route route;
  private final Channel client;
  private ByteBuf got;
  private Dialer.Attempt dialing;
  private boolean asked;

  LineSession(ModeContext context, Channel client) {
    this.context = context;
    this.route = context.routes().get(0);
    this.client = client;
  }

  /** Nothing is read before this. A client that has said all may still wait for its answer. */
  void start() {
    client.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
    client.pipeline().addLast(this);
    client.config().setAutoRead(true);
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf part = (ByteBuf) message;
    got = got == null ? part : ctx.alloc().compositeBuffer().addComponents(true, got, part);
    if (asked) {
      return;
    }
    int end = got.indexOf(got.readerIndex(), got.writerIndex(), (byte) '\n');
    if (end >= 0) {
      client.config().setAutoRead(false);
      String line =
          got.readCharSequence(end - got.readerIndex(), StandardCharsets.US_ASCII).toString();
      got.skipBytes(1);
      ask(line);
    } else if (got.readableBytes() > route.settings().get(LinePlugin.LONGEST)) {
      endWith("the line is too long\n");
    }
  }

  private void ask(String line) {
    asked = true;
    RouteAnswer answer =
        route
            .router(LineRequest.class)
            .route(
                new LineRequest.Of(
                    route.facts().name(), client.remoteAddress(), client.localAddress(), line));
    if (answer instanceof RouteAnswer.Later later) {
      later.decision().thenAccept(d -> client.eventLoop().execute(() -> decided(d)));
    } else {
      decided((Decision) answer);
    }
  }

  private void decided(Decision decision) {
    if (decision instanceof Decision.To to) {
      dialing = route.dialer().dial(DialRequest.of(to, client), client.eventLoop(), this);
    } else {
      endWith(decision instanceof Decision.Refuse r ? r.reason() + "\n" : "nobody knows\n");
    }
  }

  @Override
  public void connected(Channel upstream) {
    dialing = null;
    ByteBuf rest = got;
    got = null;
    context.relay().join(client, rest, upstream, null, Duration.ZERO, (up, down, failure) -> {});
  }

  @Override
  public void failed(Failure failure) {
    dialing = null;
    endWith(failure.code().reason() + "\n");
  }

  private void endWith(String text) {
    client
        .writeAndFlush(
            client.alloc().buffer().writeBytes(text.getBytes(StandardCharsets.US_ASCII)))
        .addListener(written -> client.close());
  }

  /** The client has finished sending: without a line that is the end. */
  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event == ChannelInputShutdownEvent.INSTANCE && !asked) {
      client.close();
    }
  }

  /** The relay takes this handler away before it begins: so this is an end before that. */
  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    if (dialing != null) {
      dialing.cancel();
    }
    ReferenceCountUtil.release(got);
    got = null;
  }
}
