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
 * Two joined channels, each forwarded to the other. Ends when both directions have ended, when
 * either side is reset (the other is then reset too, after the bytes read before, so that a
 * truncated stream never looks complete), or at the idle timeout. On the event loop that both
 * channels share.
 */
final class RelayPair {

  /** Scans in one idle timeout: it is detected at most this fraction of itself late. */
  static final int SCANS_PER_TIMEOUT = 4;

  private final Conduit client;
  private final Conduit upstream;
  private final IdleScanner scanner;
  private final RelayShared shared;
  private final Relay.End end;
  private final RelaySide fromClient;
  private final RelaySide fromUpstream;
  private @Nullable Failure failure;
  private boolean ended;
  private long bytesAtLastScan;
  private int idleScans;
  private boolean inScanner;
  private boolean keepAliveEnabled;
  private boolean probed;

  /** Links of {@link IdleScanner}, which alone uses these three fields. */
  @Nullable RelayPair prev;

  @Nullable RelayPair next;
  long nextScanNanos;

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
    install(client, fromClient);
    install(upstream, fromUpstream);
    if (clientData != null) {
      fromClient.writeInitial(clientData);
    }
    if (upstreamData != null) {
      fromUpstream.writeInitial(upstreamData);
    }
    if (!client.channel().isActive() || !upstream.channel().isActive()) {
      onClosed(client.channel().isActive() ? upstream : client);
      return;
    }
    startReading(fromClient, client);
    startReading(fromUpstream, upstream);
    inScanner = true;
    scanner.add(this);
  }

  private static void startReading(RelaySide side, Conduit from) {
    if (from.isInputShutdown()) {
      side.onInputEnd();
    } else {
      side.updateAutoRead();
    }
  }

  private static void install(Conduit conduit, RelaySide side) {
    Channel channel = conduit.channel();
    channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
    conduit.removeHandlers();
    channel.pipeline().addLast("relay", side);
  }

  /**
   * Called by the scanner at each interval. The first scan enables TCP keep-alive on the upstream
   * connection, a system call that short connections are spared; a half-closed peer is probed
   * ({@link PeerProbe}); an idle pair is closed.
   *
   * @return whether the pair leaves the scanner
   */
  boolean onScan() {
    if (!keepAliveEnabled) {
      keepAliveEnabled = true;
      upstream.channel().config().setOption(ChannelOption.SO_KEEPALIVE, true);
    }
    if (!probed && (fromClient.isInputEnded() || fromUpstream.isInputEnded())) {
      probed = true;
      PeerProbe.enable((fromClient.isInputEnded() ? client : upstream).channel());
    }
    if (scanner.timeout().isZero()) {
      inScanner = false;
      return true;
    }
    return closeIfIdle();
  }

  private boolean closeIfIdle() {
    long bytes = fromClient.bytes() + fromUpstream.bytes();
    idleScans = bytes == bytesAtLastScan ? idleScans + 1 : 0;
    bytesAtLastScan = bytes;
    if (idleScans < SCANS_PER_TIMEOUT) {
      return false;
    }
    inScanner = false;
    failure =
        Failure.porty(
            FailureCode.IDLE_TIMEOUT, "no data for " + scanner.timeout().toSeconds() + " s");
    client.channel().close();
    upstream.channel().close();
    return true;
  }

  boolean isShortOfMemory() {
    return shared.shortOfMemory().getAsBoolean();
  }

  ConnectionSnapshot snapshot() {
    String state =
        fromClient.isInputEnded() || fromUpstream.isInputEnded() ? "half-closed" : "relaying";
    return new ConnectionSnapshot(state, end.target(), 0, fromClient.bytes(), fromUpstream.bytes());
  }

  /** The first bytes of a direction. */
  void onFirstBytes(RelaySide side) {
    if (side == fromUpstream && !ended) {
      end.firstByte();
    }
  }

  RelaySide opposite(RelaySide side) {
    return side == fromClient ? fromUpstream : fromClient;
  }

  /**
   * One direction has ended and all of its bytes are written. If the other one has finished too,
   * both channels are closed. Otherwise the end is passed on as a half-close, and the half-closed
   * channel closes itself when its own end of stream is read.
   */
  void onFinished(RelaySide side) {
    if (opposite(side).isFinished()) {
      client.channel().close();
      upstream.channel().close();
      return;
    }
    Conduit halfClosed = side == fromClient ? upstream : client;
    halfClosed.shutdownOutput();
    if (!inScanner && !ended) {
      inScanner = true;
      scanner.add(this);
    }
    halfClosed
        .channel()
        .config()
        .setOption(ChannelOption.ALLOW_HALF_CLOSURE, opposite(side).isInputEnded());
  }

  /** An I/O error is the peer's failure; any other exception is Porty's own. */
  void onException(Conduit conduit, Throwable cause) {
    if (!(cause instanceof IOException)) {
      onInternalError(cause);
      return;
    }
    if (failure == null && !ended) {
      String peer = conduit == client ? "client" : "backend";
      failure =
          new Failure(
              FailureCode.RELAY_BROKEN,
              conduit == client ? Failure.Side.CLIENT : Failure.Side.UPSTREAM,
              Failure.Retry.NO,
              peer + ": " + cause.getMessage());
    }
    conduit.abort();
  }

  /** As {@link #onInternalError}, while the pair is not in the scanner. */
  void onScanFailure(Throwable cause) {
    inScanner = false;
    onInternalError(cause);
  }

  /** An internal error: both channels are reset, so that neither stream looks complete. */
  void onInternalError(Throwable cause) {
    shared.errors().report(InternalErrors.RELAY, end.target(), cause);
    if (failure == null && !ended) {
      failure = Failure.porty(FailureCode.INTERNAL_ERROR, cause.getClass().getName());
    }
    close(client);
    close(upstream);
  }

  /** One channel is closed: the other one is closed after its pending writes. */
  void onClosed(Conduit conduit) {
    Conduit other = conduit == client ? upstream : client;
    if (other.channel().isActive()) {
      other.whenWritten(() -> close(other));
      return;
    }
    if (!ended) {
      ended = true;
      if (inScanner) {
        inScanner = false;
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
