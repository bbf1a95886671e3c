package io.porty.mode.http.h1;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.porty.api.mode.Relay;
import io.porty.mode.http.head.HeadParser;
import io.porty.mode.http.listener.PrefaceHandler;
import io.porty.mode.http.stream.UpstreamStream;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A client's HTTP/1 connection: reads heads, runs one exchange at a time on its only stream, and
 * keeps pipelined requests in order. The channel's only handler besides those of the connection.
 * Owns its input. On its event loop.
 */
public final class H1ServerConnection extends H1ServerLife implements H1StreamOwner {

  /**
   * Maximum bytes of pipelined requests that are read during an exchange: enough to notice on every
   * transport that a client has gone, and to limit what a client can make Porty buffer.
   */
  private static final int MAX_PIPELINED = 16 * 1024;

  private final H1ServerStream stream;
  private final H1RequestStart start;
  private boolean processing;

  public H1ServerConnection(H1LoopState loop, Channel channel) {
    super(loop, channel);
    this.stream = new H1ServerStream(this, loop);
    this.start = new H1RequestStart(stream, loop);
  }

  @Override
  H1ServerStream stream() {
    return stream;
  }

  /**
   * Continues a connection of another configuration.
   *
   * @param begun bytes of the next request, owned by this connection; may be null
   * @param ticksLeft ticks until the client has to begin its next request
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

  /** Processes the received bytes as far as possible: heads, bodies, pipelined heads. */
  private void process() {
    if (processing) {
      // The running call continues after its callback.
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
    if (end == HeadParser.MALFORMED && start.mayBeHttp2(in)) {
      if (in.readableBytes() >= Http2Preface.LENGTH) {
        becomeHttp2();
      }
      return false;
    }
    state = H1ServerState.EXCHANGE;
    if (end == HeadParser.MALFORMED) {
      start.malformed();
      return false;
    }
    in.skipBytes(end);
    return start.complete(rejection);
  }

  private void becomeHttp2() {
    PrefaceHandler http2 = Objects.requireNonNull(loop.preface());
    ByteBuf begun = Objects.requireNonNull(detach());
    channel.pipeline().remove(this);
    http2.adopt(channel, begun, rejection);
  }

  /**
   * Pauses reading while received bytes cannot be consumed, which limits what a client can make
   * Porty buffer.
   */
  @Override
  void updateReading() {
    boolean wanted =
        switch (state) {
          case IDLE -> input.isEmpty() && !loop.listener().shortOfMemory().getAsBoolean();
          case HEAD -> input.isEmpty() || channel.isWritable();
          case EXCHANGE ->
              !stream.body().isComplete()
                  ? stream.body().isTaken(input.isEmpty())
                  : input.length() < MAX_PIPELINED;
          case LINGERING -> true;
          case CLOSED, DETACHED -> reading;
        };
    if (wanted != reading && !inputEnded && channel.isOpen()) {
      reading = wanted;
      channel.config().setAutoRead(wanted);
    }
  }

  // H1StreamOwner

  /** Whether this response must be the last: Porty drains, or clients wait for a permit. */
  @Override
  public boolean isLastAnswer() {
    return isDraining() || loop.listener().full().getAsBoolean();
  }

  @Override
  public boolean hasInput() {
    return !input.isEmpty();
  }

  /** Flushes explicitly, because no end of a read batch follows. */
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

  // End of input

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

  /**
   * The client has half-closed. A complete request is still answered, an incomplete one is dropped.
   */
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
