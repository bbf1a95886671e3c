package io.porty.mode.http.pool;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.porty.api.Failure;
import io.porty.api.FailureCode;
import io.porty.mode.http.framing.BodyReader;
import io.porty.mode.http.framing.Framing;
import io.porty.mode.http.head.HeadParser;
import io.porty.mode.http.head.ResponseHead;
import org.jspecify.annotations.Nullable;

/**
 * A connection to a backend, and its channel's only handler: lent to one exchange at a time, it
 * parses the responses and tells the exchange. Idle, it watches: whatever arrives then, end of
 * stream or data, closes it. Runs on its loop.
 */
public final class UpstreamConnection extends ChannelInboundHandlerAdapter {

  /**
   * So many interim responses to one request may come at once; after that one for each tick of the
   * loop's clock. A backend that says now and then that it is at work may do so for hours; one that
   * floods its client is broken.
   */
  private static final int MAX_INTERIM_AT_ONCE = 64;

  private enum State {
    IDLE,
    HEAD,
    BODY,
    GONE
  }

  private final TargetPool pool;
  private final Channel channel;
  private final ResponseParsing parsing;
  private final BodyReader body = new BodyReader();
  private State state = State.IDLE;
  private @Nullable ResponseSink sink;
  private @Nullable ByteBuf partial;
  private @Nullable Throwable broken;
  private boolean reading;
  private boolean reusable;
  private boolean bound;
  private boolean retired;
  private boolean switchWaits;
  private int interimAt;
  private boolean anyByte;
  private int interim;
  private final int openedAt;
  private int served;
  private int idleSince;

  /** Its place among the idle ones, kept by {@link IdleList} and {@link TargetPool}. */
  @Nullable UpstreamConnection older;

  @Nullable UpstreamConnection newer;
  boolean listed;

  UpstreamConnection(TargetPool pool, Channel channel, ResponseParsing parsing, int openedAt) {
    this.openedAt = openedAt;
    this.pool = pool;
    this.channel = channel;
    this.parsing = parsing;
    if (parsing.isLenient()) {
      body.lenient();
    }
  }

  /**
   * After a failed write the answer may still be there to read: a failure to send does not close.
   */
  void open() {
    channel.config().setOption(ChannelOption.AUTO_CLOSE, false);
    channel.pipeline().addLast("upstream", this);
  }

  /** Begins an exchange: the response to what is written next goes to {@code sink}. */
  public void assign(ResponseSink sink) {
    this.sink = sink;
    state = State.HEAD;
    anyByte = false;
    reusable = false;
    interim = 0;
    switchWaits = false;
    setReading(true);
  }

  /**
   * From now on it serves one client alone: the backend takes whoever sends the next request on it
   * for the same user.
   */
  public void bind() {
    bound = true;
  }

  boolean isBound() {
    return bound;
  }

  /** It serves no other exchange after this one. */
  public void retire() {
    retired = true;
  }

  TargetPool pool() {
    return pool;
  }

  /** All of the request is written: a switch of protocols that has waited for it can be read. */
  public void requestSent() {
    if (switchWaits) {
      switchWaits = false;
      // Not here: who calls is at work on the request.
      channel.eventLoop().execute(this::readSwitch);
    }
  }

  private void readSwitch() {
    ByteBuf in = partial;
    if (in != null && state == State.HEAD) {
      partial = null;
      setReading(true);
      read(in);
    }
  }

  public Channel channel() {
    return channel;
  }

  /** Whether it has served an exchange before this one. */
  public boolean isReused() {
    return served > 0;
  }

  /** Whether it is open, and no exchange runs on it. */
  boolean isIdle() {
    return state == State.IDLE && channel.isActive();
  }

  public void setReading(boolean wanted) {
    if (reading != wanted && channel.isOpen()) {
      reading = wanted;
      channel.config().setAutoRead(wanted);
    }
  }

  /**
   * Ends the lease after {@link ResponseSink#end}. Answers whether it is open and kept for the same
   * client; otherwise the pool has it, or it is closed.
   *
   * @param requestComplete whether all of the request was written
   */
  boolean handBack(boolean requestComplete) {
    sink = null;
    if (!reusable || retired || !requestComplete || !channel.isActive()) {
      close();
      return false;
    }
    served++;
    setReading(true);
    if (!bound) {
      pool.takeBack(this);
    }
    return bound;
  }

  /** Gives the lease up: the backend must not see the request as complete if it was not. */
  public void close() {
    sink = null;
    dropPartial();
    if (state != State.GONE) {
      state = State.GONE;
      pool.gone(this);
      channel.close();
    }
  }

  /** The channel leaves HTTP; its handler is removed by who takes it. */
  public void detach() {
    sink = null;
    state = State.GONE;
    pool.gone(this);
  }

  int openedAt() {
    return openedAt;
  }

  int idleSince() {
    return idleSince;
  }

  void idleSince(int tick) {
    idleSince = tick;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf in = (ByteBuf) message;
    if (partial != null) {
      in = joined(ctx, partial, in);
      partial = null;
    }
    if (state == State.IDLE) {
      in.release();
      close();
      return;
    }
    anyByte = true;
    read(in);
  }

  private static ByteBuf joined(ChannelHandlerContext ctx, ByteBuf first, ByteBuf second) {
    ByteBuf both = ctx.alloc().directBuffer(first.readableBytes() + second.readableBytes());
    both.writeBytes(first).writeBytes(second);
    first.release();
    second.release();
    return both;
  }

  /**
   * Owns the buffer. After every call to the sink the exchange, and with it this connection, may be
   * over.
   */
  private void read(ByteBuf in) {
    while (state == State.HEAD || state == State.BODY) {
      if (state == State.HEAD) {
        if (!in.isReadable()) {
          break;
        }
        int start = in.readerIndex();
        int end = parsing.parse(in);
        if (end == HeadParser.MORE) {
          partial = in;
          return;
        }
        if (end == HeadParser.MALFORMED) {
          fail(FailureCode.BACKEND_INVALID, "malformed response head, " + parsing.fault());
          break;
        }
        if (parsing.head.status() == 101 && !sink().isRequestSent()) {
          // RFC 9110 section 7.8: the client cannot switch in the middle of its request.
          switchWaits = true;
          partial = in.readerIndex(start);
          setReading(false);
          return;
        }
        if (head(in)) {
          return;
        }
        continue;
      }
      BodyReader.Step step = body.next(in);
      if (step == BodyReader.Step.DATA) {
        int length = body.available(in);
        sink().data(in, length);
        body.consumed(length);
      } else if (step == BodyReader.Step.END) {
        complete(in);
        return;
      } else if (step == BodyReader.Step.MALFORMED) {
        fail(FailureCode.BACKEND_INVALID, "malformed chunked body, " + body.fault());
      } else {
        break;
      }
    }
    in.release();
  }

  /** A head was parsed. Answers whether the buffer has found another owner. */
  private boolean head(ByteBuf in) {
    ResponseHead head = parsing.head;
    ResponseSink to = sink();
    bound |= head.authenticatesConnection();
    if (head.isInterim()) {
      if (head.status() == 101) {
        return switching(head, to, in);
      }
      if (isFlooded()) {
        fail(FailureCode.BACKEND_INVALID, "too many interim responses");
      } else {
        to.interim(head);
      }
      return false;
    }
    HeadParser parser = head.parser();
    boolean bodiless = head.isBodiless() || to.isHeadRequest();
    FailureCode problem =
        parsing.framing.response(parser.bytes(), parser.fields(), parser.minor(), bodiless);
    if (problem != null) {
      fail(
          problem,
          "the length of its response is ambiguous, "
              + parser.excerpt(parsing.framing.problemAt()));
      return false;
    }
    Framing framing = parsing.framing.framing();
    reusable = head.keepAlive() && framing != Framing.UNTIL_CLOSE;
    state = State.BODY;
    body.start(framing, parsing.framing.length());
    to.head(head, framing, parsing.framing.length(), in.readableBytes());
    return false;
  }

  private boolean isFlooded() {
    int now = pool.now();
    interim = Math.max(0, interim - (now - interimAt));
    interimAt = now;
    return ++interim > MAX_INTERIM_AT_ONCE;
  }

  private boolean switching(ResponseHead head, ResponseSink to, ByteBuf in) {
    byte[] asked = to.upgrade();
    if (asked == null || !head.switchesTo(asked)) {
      fail(FailureCode.BACKEND_INVALID, "it switched protocols unasked");
      return false;
    }
    detach();
    if (in.isReadable()) {
      to.switched(head, in);
    } else {
      in.release();
      to.switched(head, null);
    }
    return true;
  }

  /** Bytes behind a complete response belong to nobody: the connection is not used again. */
  private void complete(ByteBuf in) {
    ResponseSink to = sink();
    reusable &= !in.isReadable();
    in.release();
    state = State.IDLE;
    to.end(body);
  }

  private void fail(FailureCode code, String detail) {
    fail(Failure.upstream(code, detail));
  }

  private void fail(Failure failure) {
    ResponseSink to = sink;
    close();
    if (to != null) {
      to.failed(failure);
    }
  }

  private ResponseSink sink() {
    ResponseSink to = sink;
    if (to == null) {
      throw new IllegalStateException("no exchange");
    }
    return to;
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    ResponseSink to = sink;
    if (to != null) {
      to.pause();
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    ResponseSink to = sink;
    if (to != null) {
      to.upstreamWritabilityChanged();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    broken = cause;
    if (!(cause instanceof java.io.IOException)) {
      fail(Failure.porty(FailureCode.BACKEND_CUT, String.valueOf(cause)));
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    if (state == State.BODY && body.framing() == Framing.UNTIL_CLOSE && broken == null) {
      ResponseSink to = sink();
      state = State.IDLE;
      to.end(body);
      return;
    }
    String how = broken == null ? "it closed the connection" : String.valueOf(broken.getMessage());
    switch (state) {
      case HEAD ->
          fail(
              new Failure(
                  anyByte ? FailureCode.BACKEND_CUT : FailureCode.BACKEND_CLOSED,
                  Failure.Side.UPSTREAM,
                  anyByte ? Failure.Retry.NO : Failure.Retry.IF_REUSED,
                  how));
      case BODY -> fail(FailureCode.BACKEND_CUT, how);
      case IDLE, GONE -> close();
    }
  }

  private void dropPartial() {
    if (partial != null) {
      partial.release();
      partial = null;
    }
  }
}
