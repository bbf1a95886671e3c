package io.porty.engine.relay;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.DuplexChannel;
import io.porty.api.Failure;
import io.porty.api.FailureCode;
import io.porty.api.mode.Relay;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Two joined channels, each read into the other. Ends when both directions have ended, when either
 * side is reset (the other is then reset too, after what was read before, so that a cut stream
 * never looks whole), or when both were silent for too long. Runs on the one event loop of both
 * channels.
 */
final class Joint {

  /** An idle limit is noticed at most this fraction of itself late. */
  private static final int CHECKS_IN_LIMIT = 4;

  private final Channel client;
  private final Channel upstream;
  private final Duration idle;
  private final Relay.End end;
  private final RelaySide fromClient;
  private final RelaySide fromUpstream;
  private @Nullable Failure failure;
  private boolean over;
  private long bytesSeen;
  private int silentChecks;

  Joint(Channel client, Channel upstream, Duration idle, PipeBudget pipes, Relay.End end) {
    this.client = client;
    this.upstream = upstream;
    this.idle = idle;
    this.end = end;
    this.fromClient = new RelaySide(this, client, upstream, pipes);
    this.fromUpstream = new RelaySide(this, upstream, client, pipes);
  }

  void start(@Nullable ByteBuf clientData, @Nullable ByteBuf upstreamData) {
    prepare(client, fromClient);
    prepare(upstream, fromUpstream);
    if (clientData != null) {
      fromClient.first(clientData);
    }
    if (upstreamData != null) {
      fromUpstream.first(upstreamData);
    }
    if (!client.isActive() || !upstream.isActive()) {
      closed(client.isActive() ? fromUpstream : fromClient, client.isActive() ? upstream : client);
      return;
    }
    begin(fromClient, client);
    begin(fromUpstream, upstream);
    if (!idle.isZero()) {
      watch();
    }
  }

  private static void begin(RelaySide side, Channel from) {
    if (((DuplexChannel) from).isInputShutdown()) {
      side.inputEnded();
    } else {
      side.readWhilePeerTakes();
    }
  }

  private static void prepare(Channel channel, RelaySide side) {
    channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
    while (channel.pipeline().first() != null) {
      channel.pipeline().removeFirst();
    }
    channel.pipeline().addLast(side);
  }

  private void watch() {
    long interval = Math.max(1, idle.toMillis() / CHECKS_IN_LIMIT);
    client.eventLoop().schedule(this::checkIdle, interval, TimeUnit.MILLISECONDS);
  }

  private void checkIdle() {
    if (over) {
      return;
    }
    long bytes = fromClient.bytes() + fromUpstream.bytes();
    silentChecks = bytes == bytesSeen ? silentChecks + 1 : 0;
    bytesSeen = bytes;
    if (silentChecks >= CHECKS_IN_LIMIT) {
      failure = Failure.porty(FailureCode.IDLE_TIMEOUT, "silent for " + idle.toSeconds() + " s");
      client.close();
      upstream.close();
      return;
    }
    watch();
  }

  RelaySide opposite(RelaySide side) {
    return side == fromClient ? fromUpstream : fromClient;
  }

  /** One direction has passed on its end. */
  void sideEnded() {
    if (fromClient.hasEnded() && fromUpstream.hasEnded()) {
      client.close();
      upstream.close();
    }
  }

  /** A channel failed. */
  void broken(Channel channel, Throwable cause) {
    if (failure == null && !over) {
      String who = channel == client ? "client" : "backend";
      failure =
          new Failure(
              FailureCode.RELAY_BROKEN,
              channel == client ? Failure.Side.CLIENT : Failure.Side.UPSTREAM,
              Failure.Retry.NO,
              who + ": " + cause.getMessage());
    }
    channel.close();
  }

  /** A channel is closed: finish the other one. */
  void closed(RelaySide side, Channel channel) {
    Channel other = channel == client ? upstream : client;
    if (other.isActive()) {
      boolean orderly = side.hasEnded() && failure == null;
      other
          .writeAndFlush(Unpooled.EMPTY_BUFFER)
          .addListener(
              written -> {
                if (!orderly && failure != null && other.isOpen()) {
                  other.config().setOption(ChannelOption.SO_LINGER, 0);
                }
                other.close();
              });
      return;
    }
    if (!over) {
      over = true;
      end.ended(fromClient.bytes(), fromUpstream.bytes(), failure);
    }
  }
}
