package io.porty.mode.http.h1;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.porty.api.FailureCode;
import io.porty.api.mode.Relay;
import io.porty.mode.http.head.HeadParser;
import io.porty.mode.http.head.RequestHead;
import io.porty.mode.http.stream.UpstreamStream;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A client's HTTP/1 connection, and its channel's only handler but those of the connection itself:
 * reads heads, has one exchange at a time on its one stream, keeps pipelined requests waiting in
 * order, and knows when the connection has to end. Runs on its event loop, owns its input.
 */
public final class H1ServerConnection extends H1ServerLife implements H1StreamOwner {

  /**
   * So much of the next requests is read while one runs, in bytes: enough to notice on every
   * transport that an ordinary client has gone, too little to be worth sending.
   */
  private static final int MAX_PIPELINED = 16 * 1024;

  private final H1ServerStream stream;
  private boolean processing;

  public H1ServerConnection(H1LoopState loop, Channel channel) {
    super(loop, channel);
    this.stream = new H1ServerStream(this, loop);
  }

  @Override
  H1ServerStream stream() {
    return stream;
  }

  /**
   * Goes on where another connection has left off.
   *
   * @param begun bytes of the next request, owned by this from here on; may be null
   * @param ticksLeft until the client has to have begun its next request
   */
  public void resume(@Nullable ByteBuf begun, int ticksLeft) {
    startWithin(ticksLeft);
    if (begun != null) {
      input.add(begun);
      resume();
    }
  }

  // Reading

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf data = (ByteBuf) message;
    if (state == H1ServerState.IDLE
        || state == H1ServerState.HEAD
        || state == H1ServerState.EXCHANGE) {
      input.add(data);
      process();
    } else {
      closing.discard(data.readableBytes());
      data.release();
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    stream.handler().body().requestPaused();
    if (state == H1ServerState.EXCHANGE && (stream.body().isMoving() || !reading)) {
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
      case EXCHANGE -> stream.body().read(in);
      case LINGERING, CLOSED, DETACHED -> false;
    };
  }

  private boolean head(ByteBuf in) {
    if (state == H1ServerState.IDLE) {
      headBegins();
    }
    if (!input.isWorthParsing(loop.listener().limits().lineBytes())) {
      return false;
    }
    int end = loop.parse(in);
    if (end == HeadParser.MORE) {
      return false;
    }
    state = H1ServerState.EXCHANGE;
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
  @Override
  void updateReading() {
    boolean wanted =
        switch (state) {
          case IDLE -> input.isEmpty() && !loop.listener().shortOfMemory().getAsBoolean();
          case HEAD -> input.isEmpty() || channel.isWritable();
          case EXCHANGE ->
              !stream.body().isComplete()
                  ? stream.handler().body().takesBody()
                  : input.length() < MAX_PIPELINED;
          case LINGERING -> true;
          case CLOSED, DETACHED -> reading;
        };
    if (wanted != reading && !inputEnded && channel.isOpen()) {
      reading = wanted;
      channel.config().setAutoRead(wanted);
    }
  }

  // What the stream asks

  /** Porty drains, or others wait for this connection's place. */
  @Override
  public boolean isLastAnswer() {
    return isDraining() || loop.listener().full().getAsBoolean();
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
      stream.handler().body().requestPaused();
    }
  }

  @Override
  public void finished(H1StreamOwner.Ending ending) {
    if (state != H1ServerState.EXCHANGE) {
      return;
    }
    if (ending == H1StreamOwner.Ending.KEEP_ALIVE) {
      becomeIdle();
      resume();
    } else if (ending == H1StreamOwner.Ending.CLOSE && input.isEmpty()) {
      closeAfterWrites();
    } else {
      linger();
    }
  }

  @Override
  public void cut(boolean visible) {
    if (!visible) {
      abort();
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

  // Ends

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event == ChannelInputShutdownEvent.INSTANCE) {
      inputEnded = true;
      if (state == H1ServerState.LINGERING) {
        channel.close();
      } else if (state != H1ServerState.CLOSED && state != H1ServerState.DETACHED) {
        resume();
      }
    }
  }

  /** The client sends no more. A complete request is still answered; anything less is given up. */
  private void afterLastInput() {
    if (state == H1ServerState.EXCHANGE) {
      if (!stream.body().isComplete() && input.isEmpty()) {
        clientGone();
        channel.close();
      } else {
        stream.handler().clientHalfClosed();
      }
    } else if ((state == H1ServerState.IDLE && input.isEmpty())
        || (state == H1ServerState.HEAD && channel.isWritable())) {
      closeAfterWrites();
    }
  }

  private void clientGone() {
    stream.discard();
    stream.handler().clientGone();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (state == H1ServerState.EXCHANGE) {
      stream.handler().clientWritabilityChanged();
    } else if (channel.isWritable()
        && (state == H1ServerState.IDLE || state == H1ServerState.HEAD)) {
      resume();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (cause instanceof java.io.IOException) {
      channel.close();
    } else {
      failed(cause);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    if (state == H1ServerState.EXCHANGE) {
      clientGone();
    }
    over(H1ServerState.CLOSED);
  }
}
