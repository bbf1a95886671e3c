package io.porty.mode.http.exchange;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.porty.api.FailureCode;
import io.porty.api.mode.ClientLook;
import io.porty.api.mode.ConnectionFacts;
import io.porty.mode.http.config.HttpRoute;
import io.porty.mode.http.edit.ForwardedFields;
import io.porty.mode.http.head.HeadParser;
import java.net.SocketAddress;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A client's connection, and its channel's only handler: reads heads, runs one exchange at a time,
 * keeps pipelined requests waiting in order, and knows when the connection has to end. Runs on its
 * event loop, owns its input.
 */
final class ClientConnection extends ChannelInboundHandlerAdapter {

  /**
   * So much of the next requests is read while one runs: enough to notice on every transport that
   * an ordinary client has gone, too little to be worth sending.
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
    /** The last answer is sent; what still comes is thrown away. */
    LINGERING,
    /** HTTP is over: closed, or the channel belongs to a relay. */
    OVER
  }

  private final HttpAddress address;
  private final HttpLoop loop;
  private final Channel channel;
  private final SocketAddress peer;
  private final ForwardedFields forwarded;
  private final Exchange exchange;
  private final Closing closing;
  private final ClientInput input;

  private State state = State.IDLE;
  private int deadline;
  private int idleSince;
  private boolean reading;
  private boolean processing;
  private boolean inputEnded;
  private boolean draining;
  private int exchanges;
  private long bytesFromClient;
  private long bytesToClient;
  private @Nullable Supplier<@Nullable HttpAddress> successor;
  private @Nullable FailureCode unserved;

  ClientConnection(HttpAddress address, HttpLoop loop, Channel channel) {
    this.address = address;
    this.loop = loop;
    this.channel = channel;
    this.peer = ConnectionFacts.clientOf(channel);
    this.forwarded = new ForwardedFields(peer);
    this.exchange = new Exchange(this, address, loop);
    this.input = new ClientInput(channel);
    this.closing = new Closing(address.conduit(channel), loop);
  }

  void start() {
    idleSince = loop.now();
    deadline = idleSince + address.first().headTimeout();
    loop.add(this);
    channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
    channel.pipeline().addLast("http", this);
    updateReading();
  }

  /** Its request is read, answered with this, and no other comes. */
  void startUnserved(FailureCode why) {
    unserved = why;
    start();
  }

  Channel channel() {
    return channel;
  }

  SocketAddress peer() {
    return peer;
  }

  ForwardedFields forwarded() {
    return forwarded;
  }

  /** Whether a batch of input is being worked on, at whose end what was written is flushed. */
  boolean isProcessing() {
    return processing;
  }

  /** What it is at, for people. */
  ClientLook look() {
    String at = state == State.EXCHANGE ? exchange.at() : "";
    return new ClientLook(
        state.name().toLowerCase(Locale.ROOT), at, exchanges, bytesFromClient, bytesToClient);
  }

  /** An exchange is over, with so many bytes of content. */
  void count(long fromClient, long toClient) {
    exchanges++;
    bytesFromClient += fromClient;
    bytesToClient += toClient;
  }

  /** Whether the next answer is its last: Porty drains, or others wait for its place. */
  boolean isLastAnswer() {
    return draining || address.isFull();
  }

  /**
   * For how long nobody has been at work on it, in ticks: between requests, or silent behind its
   * last answer; 0 if somebody is, or it has not been long enough for a request to be on its way.
   * One that is not served anyway is idle however slowly its request comes.
   */
  int idleFor(int now) {
    int idle =
        switch (state) {
          case IDLE -> input.isEmpty() ? now - idleSince : 0;
          case LINGERING -> closing.silentFor(now);
          case HEAD -> unserved == null ? 0 : now - idleSince;
          case EXCHANGE, OVER -> 0;
        };
    return idle < MIN_IDLE_TICKS ? 0 : idle;
  }

  /** Gives its place to somebody who waits. */
  void giveWay() {
    if (state == State.IDLE) {
      closeAfterWrites();
    } else {
      channel.close();
    }
  }

  // Reading

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf data = (ByteBuf) message;
    if (state == State.LINGERING || state == State.OVER) {
      closing.discard(data.readableBytes());
      data.release();
      return;
    }
    input.add(data);
    process();
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    exchange.flushUpstream();
  }

  /** Goes as far as the bytes at hand allow: heads, bodies, the next pipelined head. */
  void process() {
    if (processing) {
      return;
    }
    processing = true;
    while (step()) {
      continue;
    }
    processing = false;
    input.trim();
    if (inputEnded) {
      afterLastInput();
    }
    updateReading();
  }

  /**
   * As {@link #process}, where no end of a batch of reads will follow that sends what was written.
   */
  void processNow() {
    if (processing) {
      // A write has filled the backend. Who is at work has more to write, and flushes behind it.
      return;
    }
    process();
    exchange.flushUpstream();
  }

  private boolean step() {
    ByteBuf in = input.bytes();
    if (in == null) {
      return false;
    }
    return switch (state) {
      case IDLE, HEAD -> channel.isWritable() && head(in);
      case EXCHANGE -> exchange.wantsBody() && exchange.takesBody() && exchange.body(in);
      case LINGERING, OVER -> false;
    };
  }

  private boolean head(ByteBuf in) {
    if (state == State.IDLE) {
      state = State.HEAD;
      input.startHead();
      deadline = loop.now() + address.first().headTimeout();
    }
    if (!input.isWorthParsing(address.limits().lineBytes())) {
      return false;
    }
    int end = loop.parse(in);
    if (end == HeadParser.MORE) {
      return false;
    }
    state = State.EXCHANGE;
    if (end == HeadParser.MALFORMED) {
      exchange.refuseUnread(loop.parser().error(), loop.parser().fault());
      return false;
    }
    in.skipBytes(end);
    if (unserved != null) {
      exchange.refuseUnserved(unserved);
      return false;
    }
    exchange.start();
    return true;
  }

  /**
   * Reading stops while bytes are held that nobody can take yet: that bounds what a client can make
   * Porty keep.
   */
  private void updateReading() {
    boolean wanted =
        switch (state) {
          case IDLE -> input.isEmpty() && !address.isShortOfMemory();
          case HEAD -> input.isEmpty() || channel.isWritable();
          case EXCHANGE ->
              exchange.wantsBody() ? exchange.takesBody() : input.length() < MAX_PIPELINED;
          case LINGERING -> true;
          case OVER -> reading;
        };
    if (wanted != reading && !inputEnded && channel.isOpen()) {
      reading = wanted;
      channel.config().setAutoRead(wanted);
    }
  }

  // What exchanges say

  /**
   * The exchange is over. A connection that may not go on lingers if the client may still be
   * sending.
   */
  void exchangeEnded(boolean keepAlive, boolean requestComplete) {
    if (state != State.EXCHANGE) {
      return;
    }
    if (keepAlive) {
      state = State.IDLE;
      idleSince = loop.now();
      deadline = loop.now() + exchange.route().timeouts().keepAlive();
      processNow();
      if (successor != null) {
        // Not here: what called may still be at work on this connection.
        channel.eventLoop().execute(this::moveIfBetweenRequests);
      }
    } else if (requestComplete && input.isEmpty()) {
      closeAfterWrites();
    } else {
      linger();
    }
  }

  /** The response was cut: its framing shows that, so that an ordinary close is enough. */
  void cut() {
    if (channel.isWritable()) {
      closeAfterWrites();
    } else {
      channel.close();
    }
  }

  /** The client cannot be told what happened but by the connection breaking. */
  void abort() {
    lastWords();
    closing.abort(exchange.route());
  }

  /** Hands the channel to a relay, with the bytes that came early. */
  @Nullable ByteBuf leaveHttp() {
    ByteBuf early = input.giveAway();
    over();
    return early;
  }

  private void closeAfterWrites() {
    lastWords();
    closing.afterWrites(exchange.route());
  }

  private void linger() {
    lastWords();
    closing.linger(exchange.route());
    updateReading();
  }

  private void lastWords() {
    state = State.LINGERING;
    input.drop();
  }

  private void over() {
    state = State.OVER;
    exchange.connectionOver();
    loop.remove(this);
    input.drop();
  }

  // Handing over

  /** Goes on under another configuration, at once or after the exchange that runs. */
  void handOver(Supplier<@Nullable HttpAddress> to) {
    successor = to;
    moveIfBetweenRequests();
  }

  private void moveIfBetweenRequests() {
    Supplier<@Nullable HttpAddress> to = successor;
    boolean between = state == State.IDLE || state == State.HEAD;
    boolean ends = draining || inputEnded || unserved != null || !channel.isActive();
    if (to == null || !between || ends) {
      return;
    }
    successor = null;
    HttpAddress next = to.get();
    if (next == null) {
      drain();
      return;
    }
    ByteBuf begun = leaveHttp();
    channel.pipeline().remove(this);
    new ClientConnection(next, next.loop(channel.eventLoop()), channel).resume(begun);
  }

  /** Goes on where another one has left off. */
  private void resume(@Nullable ByteBuf begun) {
    start();
    if (begun != null) {
      input.add(begun);
      processNow();
    }
  }

  // Ends

  /**
   * Comes to its end: with the next answer, unless it has promised that the connection stays, or
   * when no request has come for a moment.
   */
  void drain() {
    draining = true;
    closeIfDrained(loop.now());
  }

  private void closeIfDrained(int now) {
    if (state == State.IDLE && input.isEmpty() && now - idleSince >= LAST_REQUEST_TICKS) {
      closeAfterWrites();
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event == ChannelInputShutdownEvent.INSTANCE) {
      inputEnded = true;
      if (state == State.LINGERING) {
        channel.close();
      } else if (state != State.OVER) {
        processNow();
      }
    }
  }

  /** The client sends no more. A complete request is still answered; anything less is given up. */
  private void afterLastInput() {
    if (state == State.EXCHANGE) {
      if (exchange.wantsBody() && input.isEmpty()) {
        exchange.clientGone();
        channel.close();
      } else {
        exchange.clientHalfClosed();
      }
    } else if ((state == State.IDLE && input.isEmpty())
        || state == State.HEAD && channel.isWritable()) {
      closeAfterWrites();
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (state == State.EXCHANGE) {
      exchange.clientWritabilityChanged();
    } else if (state != State.OVER && channel.isWritable()) {
      processNow();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (!(cause instanceof java.io.IOException)) {
      address.unexpected(cause);
    }
    channel.close();
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    if (state == State.EXCHANGE) {
      exchange.clientGone();
    }
    over();
  }

  /** Called a few times a second. */
  void tick(int now) {
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
          exchange.refuseUnread(FailureCode.HEAD_TIMEOUT, "");
        }
      }
      case EXCHANGE -> exchange.tick();
      case LINGERING -> closing.tick(now);
      case OVER -> {}
    }
  }
}
