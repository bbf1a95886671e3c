package io.porty.mode.http.h2;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.porty.api.FailureCode;
import io.porty.mode.http.head.Ascii;
import io.porty.mode.http.hpack.HpackEncoder;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A client's HTTP/2 connection: reads frames, keeps its streams, each with an exchange of its own.
 * The channel's only handler besides those of the connection. On its event loop.
 */
public final class H2ServerConnection extends H2ServerLife
    implements FrameHandler, SendingConnection {

  private final FrameReader reader = new FrameReader(this);
  private final MemoryLimits memory = new MemoryLimits(this);
  private final Rounds rounds;
  private final HeaderBlocks blocks = new HeaderBlocks(this, guard);
  private final H2Control control = new H2Control(this, guard);
  private final ReceiveWindow window = new ReceiveWindow();
  private final DataFrames dataFrames = new DataFrames(this, guard, window);
  private final ClientFaults faults = new ClientFaults(this, guard);
  private final Requests requests;
  private final int maxStreams;
  private boolean inputEnded;
  private long fromClient;
  private long toClient;

  private H2ServerConnection(H2LoopState loop, Channel channel, @Nullable FailureCode rejection) {
    super(loop, channel);
    this.maxStreams = loop.listener().config().maxStreams();
    this.requests = new Requests(this, rejection);
    this.rounds = new Rounds(this, window, maxStreams);
  }

  /**
   * Serves a channel whose client has agreed on h2, or has sent the preface.
   *
   * @param begun bytes that were read, the preface first; owned by the connection; may be null
   * @param rejection answers every request; null for a connection that is served
   */
  public static void start(
      H2LoopState loop, Channel channel, @Nullable ByteBuf begun, @Nullable FailureCode rejection) {
    H2ServerConnection made = new H2ServerConnection(loop, channel, rejection);
    made.begin();
    FirstSettings.write(made.sender.writer(), loop, made.maxStreams);
    if (begun != null) {
      made.fromClient += begun.readableBytes();
      made.rounds.read(begun);
      made.rounds.complete();
    }
    made.sender.writer().flush();
    channel.config().setAutoRead(true);
  }

  // Reading

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf data = (ByteBuf) message;
    fromClient += data.readableBytes();
    rounds.read(data);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    rounds.complete();
  }

  // FrameHandler

  @Override
  public boolean isReading() {
    return isOpen() && rounds.mayBegin();
  }

  @Override
  public void frame(FrameHeader frame, ByteBuf in) {
    switch (frame.type()) {
      case FrameType.HEADERS -> blocks.collector().headers(frame, in);
      case FrameType.CONTINUATION -> blocks.collector().continuation(frame, in);
      case FrameType.RST_STREAM -> control.reset(frame, in);
      case FrameType.SETTINGS -> control.settings(frame, in);
      case FrameType.PING -> control.ping(frame, in);
      case FrameType.WINDOW_UPDATE -> control.windowUpdate(frame, in);
      case FrameType.PRIORITY_UPDATE -> control.priorityUpdate(frame, in);
      case FrameType.GOAWAY -> control.goAway(in);
      default -> control.ignored();
    }
  }

  @Override
  public void dataBegins(FrameHeader frame) {
    dataFrames.begin(frame);
  }

  @Override
  public void data(ByteBuf in, int length) {
    dataFrames.content(in, length);
  }

  @Override
  public void dataEnds() {
    dataFrames.end();
  }

  @Override
  public void malformed(H2Error error, String text) {
    leave(error, Ascii.bytes(text));
  }

  // Streams

  /** A stream of this number begins, whatever becomes of it. */
  void opened(int id) {
    streams.opened(id);
    control.opened(id, loop().requestBlock().priority());
    rounds.begun();
    guard.stream();
    countRequest();
  }

  H2ServerStream open(int id, PriorityField priority) {
    return streams.open(id, priority, control.peer().window());
  }

  /** Both halves of a stream are closed, and its exchange is over. */
  void ended(H2ServerStream stream) {
    if (!stream.isClientDone() && !stream.isMuted()) {
      // RFC 9113 section 8.1: the response is complete, the rest of the request is of no use.
      sender.writer().reset(stream.id(), H2Error.NO_ERROR);
      sender.flushSoon();
    }
    dataFrames.ended(stream.id());
    streams.ended(stream);
    if (streams.count() == 0) {
      becomeIdle();
      if (inputEnded) {
        leave(H2Error.NO_ERROR, Ascii.NONE);
      }
    }
  }

  @Override
  void dropStreams() {
    streams.dropAll();
    rounds.drop();
    blocks.collector().drop();
  }

  // What streams ask

  @Override
  public Sender sender() {
    return sender;
  }

  @Override
  ClientFaults faults() {
    return faults;
  }

  OpenStreams streams() {
    return streams;
  }

  Requests requests() {
    return requests;
  }

  Rounds rounds() {
    return rounds;
  }

  ReceiveWindow receiveWindow() {
    return window;
  }

  /** Whether the client can send no more frames. */
  boolean isInputEnded() {
    return inputEnded;
  }

  int maxStreams() {
    return maxStreams;
  }

  MemoryLimits memory() {
    return memory;
  }

  @Override
  public HpackEncoder beginBlock() {
    HpackEncoder encoder = loop().encoder();
    encoder.begin(control.peer().takeSizeUpdate());
    return encoder;
  }

  @Override
  public HpackEncoder encoder() {
    return loop().encoder();
  }

  void countToClient(int bytes) {
    toClient += bytes;
  }

  /** Reports an internal error. */
  void report(Throwable cause) {
    loop().listener().faults().report("http_client", cause);
  }

  @Override
  H2ServerConnection self() {
    return this;
  }

  @Override
  FrameReader reader() {
    return reader;
  }

  @Override
  H2Control control() {
    return control;
  }

  @Override
  long bytesFromClient() {
    return fromClient;
  }

  @Override
  long bytesToClient() {
    return toClient;
  }

  // The channel

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (isOpen() && channel.isWritable()) {
      sender.pump();
    }
  }

  /** The client sends no more frames: what is complete is answered. */
  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event == ChannelInputShutdownEvent.INSTANCE) {
      inputEnded = true;
      if (!isOpen()) {
        channel.close();
        return;
      }
      for (H2ServerStream stream : streams.copy()) {
        if (stream.upload().isInputEnded()) {
          stream.handler().clientHalfClosed();
        } else {
          stream.clientGone();
        }
      }
      if (streams.count() == 0) {
        leave(H2Error.NO_ERROR, Ascii.NONE);
      }
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (cause instanceof IOException) {
      channel.close();
    } else {
      failed(cause);
    }
  }

  @Override
  public void failed(Throwable cause) {
    report(cause);
    try {
      leave(H2Error.INTERNAL_ERROR, Ascii.NONE);
    } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError e) {
      report(e);
      channel.close();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    over();
  }
}
