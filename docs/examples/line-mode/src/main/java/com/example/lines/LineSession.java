package com.example.lines;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.porty.api.Failure;
import io.porty.api.FailureCode;
import io.porty.api.log.ConnectionRecord;
import io.porty.api.log.ConnectionRecordBuilder;
import io.porty.api.mode.ConnectionSnapshot;
import io.porty.api.mode.ConnectionFacts;
import io.porty.api.mode.DecisionListener;
import io.porty.api.mode.Dialer;
import io.porty.api.mode.LingeringClose;
import io.porty.api.mode.ModeContext;
import io.porty.api.mode.ReadDeadline;
import io.porty.api.mode.Relay;
import io.porty.api.mode.Route;
import io.porty.api.mode.StreamStats;
import io.porty.api.route.Decision;
import io.porty.api.route.RouteAnswer;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;

/**
 * One client: its line is read within a deadline, its router asked, its backend dialled; then the
 * relay has it. Counted and recorded. On the client's event loop. Owner of the bytes until they are
 * given to the relay; {@link #ended} is the only exit.
 */
final class LineSession extends ChannelInboundHandlerAdapter
    implements DecisionListener, Relay.End {

  private final ModeContext context;
  private final Route route;
  private final Channel client;
  private final SocketAddress peer;
  private final StreamStats stats = new StreamStats();
  private final long id;
  private final long startMillis = System.currentTimeMillis();
  private final ByteBuf got;
  private ReadDeadline deadline;
  private Dialer.Attempt dialing;
  private Decision.To to;
  private boolean asked;
  private boolean given;
  private boolean over;

  LineSession(ModeContext context, Channel client) {
    this.context = context;
    this.route = context.routes().get(0);
    this.client = client;
    this.peer = ConnectionFacts.clientOf(client);
    // Timed in any case: a record may be wanted at the end that was not at the beginning.
    stats.begin(route.meter(client.eventLoop()), true);
    this.id = context.reserveIds(1);
    this.got = client.alloc().buffer(route.settings().get(LinePlugin.MAX_LINE) + 1);
  }

  /** The end is near: without a line there is nothing to finish. */
  void drain() {
    if (!asked) {
      refuse("come again\n", Failure.porty(FailureCode.DRAINING, ""));
    }
  }

  /** Nothing is read before this. A client that has said all may still wait for its answer. */
  void start() {
    client.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
    client.pipeline().addLast(this);
    deadline =
        ReadDeadline.start(
            client,
            route.settings().get(LinePlugin.FIRST_LINE),
            () -> refuse("no line in time\n", Failure.client(FailureCode.HEAD_TIMEOUT, "")));
    client.config().setAutoRead(true);
  }

  /** Copied together: buffers in buffers would let a drip of bytes grow deep. */
  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf part = (ByteBuf) message;
    if (!over) {
      got.writeBytes(part);
    }
    part.release();
    if (asked || over) {
      return;
    }
    int end = got.indexOf(got.readerIndex(), got.writerIndex(), (byte) '\n');
    int longest = route.settings().get(LinePlugin.MAX_LINE);
    if (end >= 0 && end - got.readerIndex() <= longest) {
      client.config().setAutoRead(false);
      deadline.met();
      String line =
          got.readCharSequence(end - got.readerIndex(), StandardCharsets.US_ASCII).toString();
      got.skipBytes(1);
      ask(line);
    } else if (got.readableBytes() > longest) {
      refuse("the line is too long\n", Failure.client(FailureCode.HEAD_TOO_LARGE, ""));
    }
  }

  private void ask(String line) {
    asked = true;
    RouteAnswer answer =
        route
            .router(LineRequest.class)
            .route(
                new LineRequest.Of(
                    route.facts().name(), peer, ConnectionFacts.localOf(client), line));
    if (answer instanceof RouteAnswer.Async later) {
      later.decision().thenAccept(d -> client.eventLoop().execute(() -> decided(d)));
    } else {
      decided((Decision) answer);
    }
  }

  private void decided(Decision decision) {
    if (over) {
      return;
    }
    if (decision instanceof Decision.To chosen) {
      to = chosen;
      stats.routed(chosen.target());
      if (route.isRecorded()) {
        route.log().connectionOpened(record().build());
      }
      dialing = route.dial(chosen, client, this);
    } else {
      String reason = decision instanceof Decision.Respond r ? r.reason() : "nobody knows";
      refuse(reason + "\n", Failure.client(FailureCode.TARGET_DENIED, reason));
    }
  }

  @Override
  public void failedOver(Decision.To next) {
    to = next;
    stats.failedOver(next.target());
  }

  @Override
  public void connected(Channel upstream, Decision.To by) {
    given = true;
    context
        .relay()
        .join(client, got, upstream, null, route.settings().get(LinePlugin.IDLE), this);
  }

  @Override
  public void failed(Failure failure, Decision.To last) {
    refuse(failure.code().reason() + "\n", failure);
  }

  @Override
  public void firstByte() {
    stats.firstByte();
  }

  @Override
  public String target() {
    return stats.targetText();
  }

  /** Before the relay has it; that says by itself what it is at. */
  ConnectionSnapshot look() {
    return new ConnectionSnapshot(asked ? "connecting" : "reading a line", target(), 0, 0, 0);
  }

  /** Tells the client why; it is closed so that it can read that. */
  void refuse(String text, Failure why) {
    if (!over) {
      ended(0, 0, why);
      LingeringClose.of(
          context.conduit(client), Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII));
    }
  }

  /** The client has finished sending: without a line that is the end. */
  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event == ChannelInputShutdownEvent.INSTANCE && !asked) {
      refuse("no line\n", Failure.client(FailureCode.CLIENT_CLOSED, "without a line"));
    }
  }

  /** The relay takes this handler away before it begins: so this is an end before that. */
  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    ended(0, 0, Failure.client(FailureCode.CLIENT_CLOSED, "before the backend was connected"));
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    ended(0, 0, Failure.client(FailureCode.CLIENT_CLOSED, String.valueOf(cause.getMessage())));
    client.close();
  }

  @Override
  public void ended(long bytesToUpstream, long bytesToClient, Failure failure) {
    if (over) {
      return;
    }
    over = true;
    if (dialing != null && !given) {
      dialing.cancel();
    }
    if (!given) {
      got.release();
    }
    long nanos =
        stats.end(
            0, bytesToUpstream, bytesToClient, failure == null ? null : failure.code().code());
    if (route.isRecorded()) {
      route
          .log()
          .connectionClosed(
              record()
                  .durationNanos(nanos)
                  .bytes(bytesToUpstream, bytesToClient)
                  .failure(failure)
                  .retries(stats.retries())
                  .build());
    }
  }

  private ConnectionRecordBuilder record() {
    return ConnectionRecord.builder(id, route.facts().name(), peer)
        .startMillis(startMillis)
        .decided(to);
  }
}
