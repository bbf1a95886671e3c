package io.porty.net.relay;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.porty.api.mode.BulkMove;
import io.porty.api.mode.Conduit;
import io.porty.api.mode.ConnectionSnapshot;
import io.porty.api.mode.WriteWatermarks;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * One direction of a relay: the handler of the channel that it reads from. It writes to the peer,
 * pauses reading while the peer is not writable, and passes end of stream on as a half-close after
 * all written bytes. Bulk transfers are spliced ({@link Splice}). On the event loop.
 */
final class RelaySide extends ChannelInboundHandlerAdapter implements BulkMove.Listener {

  private final RelayPair pair;
  private final Conduit conduit;
  private final Conduit peerConduit;
  private final Channel channel;
  private final Channel peerChannel;
  private final @Nullable BulkMove splice;
  private long bytes;
  private boolean inputEnded;
  private boolean finished;

  /**
   * @param from the conduit that is read
   */
  RelaySide(RelayPair pair, Conduit from, Conduit to, PipeLimiter pipes) {
    this.pair = pair;
    this.conduit = from;
    this.peerConduit = to;
    this.channel = from.channel();
    this.peerChannel = to.channel();
    this.splice = Splice.between(from, to, pipes, this);
  }

  private void count(long more) {
    if (bytes == 0 && more > 0) {
      pair.onFirstBytes(this);
    }
    bytes += more;
  }

  @Override
  public long remaining() {
    return Long.MAX_VALUE;
  }

  @Override
  public void moving(int more) {
    count(more);
  }

  @Override
  public void moved(int more) {}

  @Override
  public void drained() {
    updateAutoRead();
  }

  ConnectionSnapshot snapshot() {
    return pair.snapshot();
  }

  long bytes() {
    return bytes;
  }

  boolean isInputEnded() {
    return inputEnded;
  }

  /** Whether the input has ended and the peer's socket has taken all of its bytes. */
  boolean isFinished() {
    return finished;
  }

  /** Forwards bytes that were read before the relay began; takes ownership of the buffer. */
  void writeInitial(ByteBuf data) {
    count(data.readableBytes());
    peerChannel.writeAndFlush(data, peerChannel.voidPromise());
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf data = (ByteBuf) message;
    count(data.readableBytes());
    WriteWatermarks.keep(peerChannel, pair.isShortOfMemory());
    peerChannel.write(data, peerChannel.voidPromise());
    if (!peerChannel.isWritable() && channel.isOpen()) {
      channel.config().setAutoRead(false);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    peerChannel.flush();
    if (splice != null && splice.isInFlight() && channel.isOpen()) {
      channel.config().setAutoRead(false);
    }
  }

  /** This channel's write buffer has drained: the opposite direction may read again. */
  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    pair.opposite(this).updateAutoRead();
  }

  /**
   * Reads while the peer is writable. Not after end of stream: Netty's epoll channel must not be
   * read again then.
   */
  void updateAutoRead() {
    if (channel.isOpen() && !conduit.isInputShutdown()) {
      channel
          .config()
          .setAutoRead(peerChannel.isWritable() && (splice == null || !splice.isInFlight()));
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event == ChannelInputShutdownEvent.INSTANCE) {
      onInputEnd();
    }
  }

  /** End of stream was read, now or before the relay began. */
  void onInputEnd() {
    if (conduit.isInputTruncated()) {
      // RFC 8446 section 6.1: what the other side gets must not look whole.
      pair.onException(conduit, new IOException("ended without TLS close_notify"));
    } else if (!inputEnded) {
      inputEnded = true;
      peerConduit.whenWritten(this::onDrained);
    }
  }

  /** Called by a promise, which swallows exceptions. */
  private void onDrained() {
    try {
      finished = true;
      pair.onFinished(this);
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      pair.onInternalError(e);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    if (splice != null) {
      splice.stop();
    }
    pair.onClosed(conduit);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    pair.onException(conduit, cause);
  }
}
