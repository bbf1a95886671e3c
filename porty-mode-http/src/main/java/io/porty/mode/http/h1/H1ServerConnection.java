package io.porty.mode.http.h1;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.porty.api.FailureCode;
import io.porty.api.mode.Conduit;
import io.porty.api.mode.ConnectionFacts;
import io.porty.api.mode.ConnectionSnapshot;
import io.porty.api.mode.Relay;
import io.porty.mode.http.config.HttpRoute;
import io.porty.mode.http.head.HeadParser;
import io.porty.mode.http.head.RequestHead;
import io.porty.mode.http.listener.ServerConnection;
import io.porty.mode.http.stream.UpstreamStream;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A client's HTTP/1 connection, and its channel's only handler but those of the connection itself:
 * reads heads, has one exchange at a time on its one stream, keeps pipelined requests waiting in
 * order, and knows when the connection has to end. Runs on its event loop, owns its input.
 */
public final class H1ServerConnection extends ChannelInboundHandlerAdapter
    implements ServerConnection, H1ServerStream.Connection {

  /**
   * So much of the next requests is read while one runs, in bytes: enough to notice on every
   * transport that an ordinary client has gone, too little to be worth sending.
   */
  private static final int MAX_PIPELINED = 16 * 1024;

  /**
   * So long a connection waits for the next request when it comes to its end: that one may be on
   * its way, and is answered with {@code Connection: close} (RFC 9112 section 9.6).
   */
  private static final int LAST_REQUEST_TICKS = 1000 / HttpRoute.TICK_MILLIS;

  /**
   * A connection that is to give way to a waiting client has been idle for so long at least: the
   * next request may be on its way.
   */
  private static final int MIN_IDLE_TICKS = 500 / HttpRoute.TICK_MILLIS;

  private enum State {
    /** Between requests. */
    IDLE,
    /** A head has begun. */
    HEAD,
    EXCHANGE,
    /** The last answer is sent; what still comes is discarded. */
    LINGERING,
    CLOSED,
    /** The channel belongs to a relay, or to another configuration's connection. */
    DETACHED
  }

  private final H1LoopState loop;
  private final Conduit conduit;
  private final Channel channel;
  private final SocketAddress peer;
  private final H1ServerStream stream;
  private final H1ServerClose closing;
  private final H1Input input;

  private State state = State.IDLE;
  private int deadline;
  private int idleSince;
  private boolean reading;
  private boolean processing;
  private boolean inputEnded;
  private boolean draining;
  private @Nullable Supplier<? extends @Nullable Successor> successor;
  private @Nullable FailureCode rejection;

  public H1ServerConnection(H1LoopState loop, Channel channel) {
    this.loop = loop;
    this.channel = channel;
    this.conduit = loop.listener().conduits().apply(channel);
    this.peer = ConnectionFacts.clientOf(channel);
    this.input = new H1Input(channel);
    this.closing = new H1ServerClose(conduit, loop.clock());
    this.stream = new H1ServerStream(this, loop);
  }

  /** Serves the channel. */
  public void start() {
    idleSince = loop.clock().now();
    deadline = idleSince + loop.first().headTimeout();
    loop.connections().add(this);
    channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
    channel.pipeline().addLast("http", this);
    updateReading();
  }

  /** One request is read, answered with this, and no other comes. */
  public void startRejected(FailureCode why) {
    rejection = why;
    start();
  }

  /**
   * Goes on where another connection has left off.
   *
   * @param begun bytes of the next request, owned by this from here on; may be null
   */
  public void resume(@Nullable ByteBuf begun) {
    start();
    if (begun != null) {
      input.add(begun);
      resume();
    }
  }

  // Reading

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf data = (ByteBuf) message;
    if (state == State.IDLE || state == State.HEAD || state == State.EXCHANGE) {
      input.add(data);
      process();
    } else {
      closing.discard(data.readableBytes());
      data.release();
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    stream.handler().requestPaused();
    if (state == State.EXCHANGE && stream.isMoving()) {
      updateReading();
    }
  }

  /** Goes as far as the bytes at hand allow: heads, bodies, the next pipelined head. */
  private void process() {
    if (processing) {
      // Who is at work asks again after what made it call.
      return;
    }
    processing = true;
    try {
      while (step()) {
        continue;
      }
    } finally {
      processing = false;
    }
    input.trim();
    if (inputEnded) {
      afterLastInput();
    }
    updateReading();
  }

  private boolean step() {
    ByteBuf in = input.bytes();
    if (in == null) {
      return false;
    }
    return switch (state) {
      case IDLE, HEAD -> channel.isWritable() && head(in);
      case EXCHANGE -> stream.read(in);
      case LINGERING, CLOSED, DETACHED -> false;
    };
  }

  private boolean head(ByteBuf in) {
    if (state == State.IDLE) {
      state = State.HEAD;
      input.startHead();
      deadline = loop.clock().now() + loop.first().headTimeout();
    }
    if (!input.isWorthParsing(loop.listener().limits().lineBytes())) {
      return false;
    }
    int end = loop.parse(in);
    if (end == HeadParser.MORE) {
      return false;
    }
    state = State.EXCHANGE;
    if (end == HeadParser.MALFORMED) {
      stream.beginRejected(null, loop.parser().error(), loop.parser().fault());
      return false;
    }
    in.skipBytes(end);
    return request(loop.request());
  }

  /** A head is complete: what it means, and how its body comes in, is decided here, once. */
  private boolean request(RequestHead head) {
    FailureCode problem = head.read();
    int at = head.problemAt();
    if (rejection != null) {
      stream.beginRejected(head, rejection, "");
      return false;
    }
    if (problem == null) {
      HeadParser parser = head.parser();
      problem = loop.framing().request(parser.bytes(), parser.fields(), parser.minor());
      at = loop.framing().problemAt();
    }
    if (problem != null) {
      stream.beginRejected(head, problem, at < 0 ? "" : loop.parser().excerpt(at));
    } else {
      stream.begin(head, loop.framing());
    }
    return true;
  }

  /**
   * Reading stops while bytes are held that nobody can take yet: that bounds what a client can make
   * Porty keep.
   */
  private void updateReading() {
    boolean wanted =
        switch (state) {
          case IDLE -> input.isEmpty() && !loop.listener().shortOfMemory().getAsBoolean();
          case HEAD -> input.isEmpty() || channel.isWritable();
          case EXCHANGE ->
              stream.wantsBody() ? stream.handler().takesBody() : input.length() < MAX_PIPELINED;
          case LINGERING -> true;
          case CLOSED, DETACHED -> reading;
        };
    if (wanted != reading && !inputEnded && channel.isOpen()) {
      reading = wanted;
      channel.config().setAutoRead(wanted);
    }
  }

  // What the stream asks

  @Override
  public Conduit conduit() {
    return conduit;
  }

  @Override
  public SocketAddress peer() {
    return peer;
  }

  /** Porty drains, or others wait for this connection's place. */
  @Override
  public boolean isLastAnswer() {
    return draining || loop.listener().full().getAsBoolean();
  }

  @Override
  public boolean hasInput() {
    return !input.isEmpty();
  }

  /** What is written is flushed here: no end of a batch of reads will follow that does it. */
  @Override
  public void resume() {
    if (!processing) {
      process();
      stream.handler().requestPaused();
    }
  }

  @Override
  public void finished(H1ServerStream.Ending ending) {
    if (state != State.EXCHANGE) {
      return;
    }
    if (ending == H1ServerStream.Ending.KEEP_ALIVE) {
      state = State.IDLE;
      idleSince = loop.clock().now();
      deadline = idleSince + stream.route().timeouts().keepAlive();
      resume();
      if (successor != null) {
        // Not here: what called may still be at work on this connection.
        channel.eventLoop().execute(this::moveIfBetweenRequests);
      }
    } else if (ending == H1ServerStream.Ending.CLOSE && input.isEmpty()) {
      closeAfterWrites();
    } else {
      beginClose();
      closing.linger(stream.route());
      updateReading();
    }
  }

  @Override
  public void cut(boolean visible) {
    if (!visible) {
      beginClose();
      closing.abort(stream.route());
    } else if (channel.isWritable()) {
      closeAfterWrites();
    } else {
      channel.close();
    }
  }

  @Override
  public void close() {
    channel.close();
  }

  @Override
  public void upgrade(UpstreamStream.Detached upstream, Duration idle, Relay.End end) {
    ByteBuf early = detach();
    loop.listener()
        .relay()
        .join(channel, early, upstream.conduit().channel(), upstream.rest(), idle, end);
  }

  /** HTTP, or this configuration, is over; answers the bytes that came early. */
  private @Nullable ByteBuf detach() {
    ByteBuf early = input.giveAway();
    over(State.DETACHED);
    return early;
  }

  private void closeAfterWrites() {
    beginClose();
    closing.afterWrites(stream.route());
  }

  private void beginClose() {
    state = State.LINGERING;
    input.drop();
  }

  private void over(State how) {
    state = how;
    stream.handler().connectionEnded();
    loop.connections().remove(this);
    input.drop();
  }

  // What the listener asks

  @Override
  public Channel channel() {
    return channel;
  }

  @Override
  public ConnectionSnapshot look() {
    String at = state == State.EXCHANGE ? stream.handler().target() : "";
    return new ConnectionSnapshot(
        state.name().toLowerCase(Locale.ROOT),
        at,
        stream.finishedExchanges(),
        stream.bytesFromClient(),
        stream.bytesToClient());
  }

  /**
   * Between requests, or silent behind its last answer. One that is not served anyway is idle
   * however slowly its request comes.
   */
  @Override
  public int idleFor(int now) {
    int idle =
        switch (state) {
          case IDLE -> input.isEmpty() ? now - idleSince : 0;
          case LINGERING -> closing.silentFor(now);
          case HEAD -> rejection == null ? 0 : now - idleSince;
          case EXCHANGE, CLOSED, DETACHED -> 0;
        };
    return idle < MIN_IDLE_TICKS ? 0 : idle;
  }

  @Override
  public void giveWay() {
    if (state == State.IDLE) {
      closeAfterWrites();
    } else {
      channel.close();
    }
  }

  @Override
  public void migrate(Supplier<? extends @Nullable Successor> to) {
    successor = to;
    moveIfBetweenRequests();
  }

  private void moveIfBetweenRequests() {
    Supplier<? extends @Nullable Successor> to = successor;
    boolean between = state == State.IDLE || state == State.HEAD;
    boolean ends = draining || inputEnded || rejection != null || !channel.isActive();
    if (to == null || !between || ends) {
      return;
    }
    successor = null;
    Successor next = to.get();
    if (next == null) {
      drain();
      return;
    }
    ByteBuf begun = detach();
    channel.pipeline().remove(this);
    next.adopt(channel, begun);
  }

  @Override
  public void drain() {
    draining = true;
    closeIfDrained(loop.clock().now());
  }

  private void closeIfDrained(int now) {
    if (state == State.IDLE && input.isEmpty() && now - idleSince >= LAST_REQUEST_TICKS) {
      closeAfterWrites();
    }
  }

  @Override
  public void tick(int now) {
    switch (state) {
      case IDLE -> {
        if (now - deadline >= 0) {
          closeAfterWrites();
        } else if (draining) {
          closeIfDrained(now);
        } else if (!reading) {
          updateReading();
        }
      }
      case HEAD -> {
        if (now - deadline >= 0) {
          state = State.EXCHANGE;
          stream.beginRejected(null, FailureCode.HEAD_TIMEOUT, "");
        }
      }
      case EXCHANGE -> stream.handler().tick();
      case LINGERING -> closing.tick(now);
      case CLOSED, DETACHED -> {}
    }
  }

  // Ends

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event == ChannelInputShutdownEvent.INSTANCE) {
      inputEnded = true;
      if (state == State.LINGERING) {
        channel.close();
      } else if (state != State.CLOSED && state != State.DETACHED) {
        resume();
      }
    }
  }

  /** The client sends no more. A complete request is still answered; anything less is given up. */
  private void afterLastInput() {
    if (state == State.EXCHANGE) {
      if (stream.wantsBody() && input.isEmpty()) {
        clientGone();
        channel.close();
      } else {
        stream.handler().clientHalfClosed();
      }
    } else if ((state == State.IDLE && input.isEmpty())
        || state == State.HEAD && channel.isWritable()) {
      closeAfterWrites();
    }
  }

  private void clientGone() {
    stream.discard();
    stream.handler().clientGone();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (state == State.EXCHANGE) {
      stream.handler().clientWritabilityChanged();
    } else if (channel.isWritable() && (state == State.IDLE || state == State.HEAD)) {
      resume();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (!(cause instanceof java.io.IOException)) {
      loop.listener().unexpected().accept(cause);
    }
    channel.close();
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    if (state == State.EXCHANGE) {
      clientGone();
    }
    over(State.CLOSED);
  }
}
