package io.porty.net.relay;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.porty.api.Failure;
import io.porty.api.FailureCode;
import io.porty.api.mode.Conduit;
import io.porty.api.mode.ConnectionSnapshot;
import io.porty.api.mode.Relay;
import io.porty.net.diagnostics.InternalErrors;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Two joined channels, each read into the other. Ends when both directions have ended, when either
 * side is reset (the other is then reset too, after what was read before, so that a cut stream
 * never looks whole), or when both were silent for too long. Runs on the one event loop of both
 * channels.
 */
final class RelayPair {

  /** An idle limit is noticed at most this fraction of itself late. */
  static final int CHECKS_IN_LIMIT = 4;

  private final Conduit client;
  private final Conduit upstream;
  private final IdleScanner scanner;
  private final RelayShared shared;
  private final Relay.End end;
  private final RelaySide fromClient;
  private final RelaySide fromUpstream;
  private @Nullable Failure failure;
  private boolean over;
  private long bytesSeen;
  private int silentChecks;
  private boolean scanned;
  private boolean keptAlive;
  private boolean probed;

  /** The scanner's own. */
  @Nullable RelayPair prev;

  @Nullable RelayPair next;
  long turnNanos;

  RelayPair(
      Conduit client, Conduit upstream, IdleScanner scanner, RelayShared shared, Relay.End end) {
    this.shared = shared;
    this.client = client;
    this.upstream = upstream;
    this.scanner = scanner;
    this.end = end;
    this.fromClient = new RelaySide(this, client, upstream, shared.pipes());
    this.fromUpstream = new RelaySide(this, upstream, client, shared.pipes());
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
    if (!client.channel().isActive() || !upstream.channel().isActive()) {
      closed(client.channel().isActive() ? upstream : client);
      return;
    }
    begin(fromClient, client);
    begin(fromUpstream, upstream);
    scanned = true;
    scanner.add(this);
  }

  private static void begin(RelaySide side, Conduit from) {
    if (from.isInputShutdown()) {
      side.inputEnded();
    } else {
      side.readWhilePeerTakes();
    }
  }

  private static void prepare(Conduit conduit, RelaySide side) {
    Channel channel = conduit.channel();
    channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
    conduit.removeHandlers();
    channel.pipeline().addLast("relay", side);
  }

  /**
   * Asked now and then by the scanner. One that has lasted until its first turn has its backend
   * probed when it is silent for hours (tcp(7)), which short ones need not pay for; a side that has
   * finished sending is asked whether it is still there; what is too silent is closed.
   *
   * @return whether it need not be asked any more
   */
  boolean onScan() {
    if (!keptAlive) {
      keptAlive = true;
      upstream.channel().config().setOption(ChannelOption.SO_KEEPALIVE, true);
    }
    if (!probed && (fromClient.hasEnded() || fromUpstream.hasEnded())) {
      probed = true;
      PeerProbe.begin((fromClient.hasEnded() ? client : upstream).channel());
    }
    if (scanner.limit().isZero()) {
      scanned = false;
      return true;
    }
    return isSilentForTooLong();
  }

  private boolean isSilentForTooLong() {
    long bytes = fromClient.bytes() + fromUpstream.bytes();
    silentChecks = bytes == bytesSeen ? silentChecks + 1 : 0;
    bytesSeen = bytes;
    if (silentChecks < CHECKS_IN_LIMIT) {
      return false;
    }
    scanned = false;
    failure =
        Failure.porty(FailureCode.IDLE_TIMEOUT, "silent for " + scanner.limit().toSeconds() + " s");
    client.channel().close();
    upstream.channel().close();
    return true;
  }

  boolean isShortOfMemory() {
    return shared.shortOfMemory().getAsBoolean();
  }

  ConnectionSnapshot look() {
    String state = fromClient.hasEnded() || fromUpstream.hasEnded() ? "half-closed" : "relaying";
    return new ConnectionSnapshot(state, end.target(), 0, fromClient.bytes(), fromUpstream.bytes());
  }

  /** Bytes have come on a side that had none before. */
  void begun(RelaySide side) {
    if (side == fromUpstream && !over) {
      end.firstByte();
    }
  }

  RelaySide opposite(RelaySide side) {
    return side == fromClient ? fromUpstream : fromClient;
  }

  /**
   * Everything of one direction is written, and its input has ended. If the other direction is
   * finished as well, all is said; otherwise the end is passed on, and the channel that has now
   * been told everything closes by itself when its own end is read.
   */
  void finished(RelaySide side) {
    if (opposite(side).isFinished()) {
      client.channel().close();
      upstream.channel().close();
      return;
    }
    Conduit told = side == fromClient ? upstream : client;
    told.shutdownOutput();
    if (!scanned && !over) {
      scanned = true;
      scanner.add(this);
    }
    told.channel().config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, opposite(side).hasEnded());
  }

  /** A channel failed, or a handler of it did: only what the socket says is the peer's doing. */
  void broken(Conduit conduit, Throwable cause) {
    if (!(cause instanceof IOException)) {
      failed(cause);
      return;
    }
    if (failure == null && !over) {
      String who = conduit == client ? "client" : "backend";
      failure =
          new Failure(
              FailureCode.RELAY_BROKEN,
              conduit == client ? Failure.Side.CLIENT : Failure.Side.UPSTREAM,
              Failure.Retry.NO,
              who + ": " + cause.getMessage());
    }
    conduit.channel().close();
  }

  /** As {@link #failed}, after the scanner has taken it out. */
  void failedInTurn(Throwable cause) {
    scanned = false;
    failed(cause);
  }

  /** Porty itself failed: both channels are reset, so that neither stream looks whole. */
  void failed(Throwable cause) {
    shared.errors().report(InternalErrors.RELAY, end.target(), cause);
    if (failure == null && !over) {
      failure = Failure.porty(FailureCode.INTERNAL_ERROR, cause.getClass().getName());
    }
    close(client);
    close(upstream);
  }

  /** A channel is closed: finish the other one. */
  void closed(Conduit conduit) {
    Conduit other = conduit == client ? upstream : client;
    if (other.channel().isActive()) {
      other.whenWritten(() -> close(other));
      return;
    }
    if (!over) {
      over = true;
      if (scanned) {
        scanned = false;
        scanner.remove(this);
      }
      end.ended(fromClient.bytes(), fromUpstream.bytes(), failure);
    }
  }

  private void close(Conduit other) {
    if (failure != null) {
      other.abort();
    } else {
      other.channel().close();
    }
  }
}
