package io.porty.mode.http.h2;

import io.netty.channel.Channel;

/**
 * The sending half of a connection: its window, the turns of its streams, and one write for each
 * round of the event loop. On that loop.
 */
final class Sender {

  /** RFC 9113 section 6.9.2. */
  private static final int FIRST_WINDOW = 65_535;

  private final Channel channel;
  private final FrameWriter writer;
  private final Scheduler scheduler = new Scheduler();
  private final AbuseGuard guard;
  private final FlushRound round;
  private int window = FIRST_WINDOW;
  private boolean scheduled;
  private boolean inRound;
  private boolean pumping;
  private boolean closed;

  /**
   * @param round of the channel's event loop
   */
  Sender(Channel channel, AbuseGuard guard, SentFrames sent, FlushRound round) {
    this.channel = channel;
    this.round = round;
    this.writer = new FrameWriter(channel, sent);
    this.guard = guard;
  }

  FrameWriter writer() {
    return writer;
  }

  Scheduler scheduler() {
    return scheduler;
  }

  /** Bytes of content that the peer takes on the connection. */
  int window() {
    return window;
  }

  /** The peer takes more; false if that is more than it may say (RFC 9113 section 6.9.1). */
  boolean grow(int bytes) {
    if (window > Integer.MAX_VALUE - bytes) {
      return false;
    }
    window += bytes;
    pump();
    return true;
  }

  /** A DATA frame with so much content is written. */
  void sent(int bytes) {
    window -= bytes;
    guard.sentData();
  }

  /** Whether content may be written without waiting for a turn. */
  boolean isFree() {
    return scheduler.isEmpty() && channel.isWritable();
  }

  boolean isWritable() {
    return channel.isWritable();
  }

  /** Gives turns while the channel and the connection's window take something. */
  void pump() {
    if (pumping || closed) {
      return;
    }
    pumping = true;
    try {
      while (channel.isWritable()) {
        Download stream = scheduler.next();
        if (stream == null) {
          break;
        }
        if (!stream.turn()) {
          if (window < H2Limits.MIN_WINDOW) {
            scheduler.addFirst(stream);
            break;
          }
          // Its own window is used up: the peer's update lets it in again.
          continue;
        }
        stream.afterTurn();
      }
    } finally {
      pumping = false;
    }
    flushSoon();
  }

  /** Whether frames are being read. */
  boolean isInRound() {
    return inRound;
  }

  /** A read has begun: what is written until {@link #endRound} is flushed there. */
  void beginRound() {
    inRound = true;
  }

  void endRound() {
    inRound = false;
    writer.flush();
  }

  /** Flushes at the end of this round of the event loop, once for all streams. */
  void flushSoon() {
    if (!inRound && !scheduled && writer.isUnflushed()) {
      scheduled = true;
      round.add(this, channel.eventLoop());
    }
  }

  /** Called by the round. */
  void flushScheduled() {
    scheduled = false;
    if (!closed) {
      writer.flush();
    }
  }

  /** A flush has failed. */
  void failed(Throwable cause) {
    channel.pipeline().fireExceptionCaught(cause);
  }

  /** The channel is closed. */
  void close() {
    closed = true;
    writer.discard();
  }
}
