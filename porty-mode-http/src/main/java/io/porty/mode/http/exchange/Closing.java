package io.porty.mode.http.exchange;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.DuplexChannel;

/** The ways in which a client's connection ends, and how long each may take. On its loop. */
final class Closing {

  /**
   * How long, and how much, a refused client may go on sending while it gets to read the answer.
   */
  private static final int LINGER_TICKS = 20;

  private static final long LINGER_BYTES = 8 * 1024 * 1024;

  private final Channel channel;
  private final HttpLoop loop;
  private final int patience;
  private int deadline;
  private long thrownAway;

  /**
   * @param patience in ticks: a client that takes no more of what is already written is not waited
   *     for without end
   */
  Closing(Channel channel, HttpLoop loop, int patience) {
    this.channel = channel;
    this.loop = loop;
    this.patience = patience;
  }

  /** Closes when everything is written. */
  void afterWrites() {
    deadline = loop.now() + patience;
    channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
  }

  /** Breaks the connection behind what is written: the client cannot be told otherwise. */
  void abort() {
    deadline = loop.now() + patience;
    channel
        .writeAndFlush(Unpooled.EMPTY_BUFFER)
        .addListener(
            written -> {
              channel.config().setOption(ChannelOption.SO_LINGER, 0);
              channel.close();
            });
  }

  /**
   * RFC 9112 section 9.6: half-close, and read on for a while, or a reset could destroy the answer
   * before it is read.
   */
  void linger() {
    deadline = loop.now() + LINGER_TICKS;
    channel
        .writeAndFlush(Unpooled.EMPTY_BUFFER)
        .addListener(
            written -> {
              DuplexChannel duplex = (DuplexChannel) channel;
              if (duplex.isInputShutdown()) {
                channel.close();
              } else {
                duplex.shutdownOutput();
              }
            });
  }

  /** Bytes came that nobody wants. */
  void throwAway(int bytes) {
    thrownAway += bytes;
    if (thrownAway > LINGER_BYTES) {
      channel.close();
    }
  }

  void tick(int now) {
    if (now - deadline >= 0) {
      channel.close();
    }
  }
}
