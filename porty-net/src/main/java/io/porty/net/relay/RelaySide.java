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
import org.jspecify.annotations.Nullable;

/**
 * One direction of a relay: the only handler of the channel that it reads from. It writes to the
 * peer, stops reading while the peer is full, and passes the end of input on as a half-close after
 * everything written before it. While it is bulky, the kernel moves its bytes ({@link Splice}).
 */
final class RelaySide extends ChannelInboundHandlerAdapter implements BulkMove.Listener {

  private final RelayPair pair;
  private final Conduit conduit;
  private final Conduit peerConduit;
  private final Channel own;
  private final Channel peer;
  private final @Nullable BulkMove splice;
  private long bytes;
  private boolean ended;
  private boolean finished;

  /**
   * @param from what is read from
   */
  RelaySide(RelayPair pair, Conduit from, Conduit to, PipeLimiter pipes) {
    this.pair = pair;
    this.conduit = from;
    this.peerConduit = to;
    this.own = from.channel();
    this.peer = to.channel();
    this.splice = Splice.between(from, to, pipes, this);
  }

  private void count(long more) {
    if (bytes == 0 && more > 0) {
      pair.begun(this);
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
    readWhilePeerTakes();
  }

  ConnectionSnapshot look() {
    return pair.look();
  }

  long bytes() {
    return bytes;
  }

  boolean hasEnded() {
    return ended;
  }

  /** It has ended, and the peer's socket has taken all of it. */
  boolean isFinished() {
    return finished;
  }

  /** Sends what was read before the relay began; owns the buffer. */
  void first(ByteBuf data) {
    count(data.readableBytes());
    peer.writeAndFlush(data, peer.voidPromise());
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf data = (ByteBuf) message;
    count(data.readableBytes());
    WriteWatermarks.keep(peer, pair.isShortOfMemory());
    peer.write(data, peer.voidPromise());
    if (!peer.isWritable() && own.isOpen()) {
      own.config().setAutoRead(false);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    peer.flush();
    if (splice != null && splice.isInFlight() && own.isOpen()) {
      own.config().setAutoRead(false);
    }
  }

  /** This channel took what the peer's side wrote: the peer may read again. */
  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    pair.opposite(this).readWhilePeerTakes();
  }

  /**
   * Netty's epoll transport cannot read again on a channel whose end it has read, and does not need
   * to.
   */
  void readWhilePeerTakes() {
    if (own.isOpen() && !conduit.isInputShutdown()) {
      own.config().setAutoRead(peer.isWritable() && (splice == null || !splice.isInFlight()));
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event == ChannelInputShutdownEvent.INSTANCE) {
      inputEnded();
    }
  }

  /** The end of input was read, now or before the relay began. */
  void inputEnded() {
    if (!ended) {
      ended = true;
      peerConduit.whenWritten(this::written);
    }
  }

  /** Called by a promise, which would swallow what is thrown. */
  private void written() {
    try {
      finished = true;
      pair.finished(this);
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      pair.failed(e);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    if (splice != null) {
      splice.stop();
    }
    pair.closed(conduit);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    pair.broken(conduit, cause);
  }
}
