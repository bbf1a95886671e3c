package io.porty.mode.http.h2;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.porty.api.TlsSession;
import io.porty.api.mode.Conduit;
import io.porty.api.mode.ConnectionFacts;
import io.porty.api.mode.ConnectionSnapshot;
import io.porty.mode.http.config.HttpRoute;
import io.porty.mode.http.head.Ascii;
import io.porty.mode.http.listener.ServerConnection;
import io.porty.mode.http.listener.ServerConnections;
import java.net.SocketAddress;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The life cycle of a client's HTTP/2 connection outside of its frames: idle timeout, eviction,
 * draining, GOAWAY, migration to another configuration. Its ticks are its own, because the clock
 * changes with the configuration. On its event loop.
 */
abstract class H2ServerLife extends ChannelInboundHandlerAdapter implements ServerConnection {

  private static final int MIN_IDLE_TICKS = 500 / HttpRoute.TICK_MILLIS;
  private static final byte[] NO_TEXT = Ascii.NONE;

  final Conduit conduit;
  final Channel channel;
  final AbuseGuard guard = new AbuseGuard(0);
  final Sender sender;
  final OpenStreams streams;
  private final SocketAddress peer;
  private final @Nullable TlsSession tls;
  private Generation generation;
  H2ServerState state = H2ServerState.OPEN;
  private int now;
  private int idleSince;
  private int frameSince;
  private int drainingSince;
  private boolean draining;
  private boolean closedToNew;
  private int lingeringSince;

  /** The last stream that a GOAWAY has named, which a later one must not exceed. */
  private int lastNamed = Integer.MAX_VALUE;

  private long requests;

  H2ServerLife(H2LoopState loop, Channel channel) {
    this.generation = new Generation(loop);
    this.channel = channel;
    this.conduit = loop.listener().conduits().apply(channel);
    this.peer = ConnectionFacts.clientOf(channel);
    this.tls = ConnectionFacts.tlsOf(channel);
    this.sender = new Sender(channel, guard, loop.metrics(), loop.flushRound());
    this.streams = new OpenStreams(self());
  }

  final H2LoopState loop() {
    return generation.loop();
  }

  final Generation generation() {
    return generation;
  }

  final Conduit conduit() {
    return conduit;
  }

  final SocketAddress peer() {
    return peer;
  }

  final @Nullable TlsSession tls() {
    return tls;
  }

  /** The current tick of this connection. */
  public final int now() {
    return now;
  }

  final boolean isOpen() {
    return state == H2ServerState.OPEN;
  }

  /** Whether new streams are ignored: the last GOAWAY is sent. */
  final boolean isClosedToNew() {
    return closedToNew;
  }

  abstract H2ServerConnection self();

  abstract FrameReader reader();

  abstract ClientFaults faults();

  abstract H2Control control();

  /** Serves the channel. */
  final void begin() {
    loop().connections().add(this);
    loop().metrics().connections(1);
    channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
    channel.pipeline().addLast("http", this);
  }

  final void countRequest() {
    if (++requests >= loop().listener().config().keepaliveRequests() && !draining) {
      loop().metrics().reached(Abuse.STREAMS_IN_LIFE);
      drain();
    }
  }

  /** The last stream has ended. */
  final void becomeIdle() {
    idleSince = now;
    if (closedToNew && isOpen()) {
      leave(H2Error.NO_ERROR, NO_TEXT);
    }
  }

  /** What is incomplete now has begun now. */
  final void headBegins() {
    frameSince = now;
  }

  // GOAWAY

  /** Sends the last GOAWAY, and closes when what is written has been sent. */
  final void leave(H2Error error, byte[] text) {
    if (!isOpen()) {
      return;
    }
    state = H2ServerState.LINGERING;
    lingeringSince = now;
    sender.writer().goAway(Math.min(lastNamed, streams.last()), error, text);
    dropStreams();
    sender.writer().flush();
    sender.close();
    conduit.whenWritten(
        () -> {
          if (channel.isOpen()) {
            conduit.shutdownOutput();
          }
        });
    channel.config().setAutoRead(true);
  }

  /** Ends what the streams do. */
  abstract void dropStreams();

  @Override
  public final void drain() {
    if (!draining && isOpen()) {
      draining = true;
      drainingSince = now;
      sender.writer().goAway(Integer.MAX_VALUE, H2Error.NO_ERROR, NO_TEXT);
      sender.flushSoon();
    }
  }

  /** Ends the connection when its streams have ended. */
  final void closeToNew() {
    draining = true;
    if (streams.count() == 0) {
      leave(H2Error.NO_ERROR, NO_TEXT);
    } else if (!closedToNew) {
      closedToNew = true;
      lastNamed = streams.last();
      sender.writer().goAway(streams.last(), H2Error.NO_ERROR, NO_TEXT);
      sender.flushSoon();
    }
  }

  @Override
  public final void evict() {
    if (isOpen()) {
      leave(H2Error.NO_ERROR, NO_TEXT);
    } else {
      channel.close();
    }
  }

  // ServerConnection

  @Override
  public final Channel channel() {
    return channel;
  }

  abstract long bytesFromClient();

  abstract long bytesToClient();

  @Override
  public final ConnectionSnapshot snapshot() {
    int open = streams.count();
    String how = isOpen() ? open == 0 ? "idle" : "exchange" : state.name().toLowerCase(Locale.ROOT);
    String what = open == 1 ? streams.copy().get(0).handler().target() : "";
    return new ConnectionSnapshot(how, what, requests - open, bytesFromClient(), bytesToClient())
        .speaking("h2", open);
  }

  @Override
  public final int idleFor(int ignored) {
    int idle =
        switch (state) {
          case OPEN -> streams.count() == 0 ? now - idleSince : 0;
          case LINGERING -> now - lingeringSince;
          case CLOSED -> 0;
        };
    return idle < MIN_IDLE_TICKS ? 0 : idle;
  }

  @Override
  public final void migrate(Move to) {
    if (!isOpen() || draining) {
      return;
    }
    Runnable release = to.hold();
    Successor next = to.enter();
    if (next == null) {
      release.run();
      drain();
      return;
    }
    Generation before = generation;
    ServerConnections running = before.loop().connections();
    running.hold();
    next.adopt(this);
    before.replaced(
        () -> {
          running.release();
          release.run();
        });
  }

  /** New streams are served by another configuration, which has taken the connection over. */
  public final void continueWith(H2LoopState next) {
    Generation before = generation;
    before.loop().connections().remove(this);
    generation = new Generation(next);
    next.connections().add(this);
    streams.dropFree();
  }

  @Override
  public final void tick(int ignored) {
    now++;
    switch (state) {
      case OPEN -> {
        faults().tick(now);
        streams.tick(now);
        if (isOpen()) {
          deadlines();
        }
      }
      case LINGERING -> {
        if (now - lingeringSince >= H2Limits.LINGER_TICKS) {
          channel.close();
        }
      }
      case CLOSED -> {}
    }
  }

  private void deadlines() {
    int idle = loop().unrouted().timeouts().keepAlive();
    if (reader().isWithinHead() && now - frameSince >= loop().listener().config().headTimeout()) {
      loop().metrics().reached(Abuse.SLOW_FRAME);
      leave(H2Error.PROTOCOL_ERROR, Ascii.bytes("a frame was not finished in time"));
    } else if (!control().isAcknowledged() && now >= H2Limits.SETTINGS_TICKS) {
      loop().metrics().reached(Abuse.SETTINGS_TIMEOUT);
      leave(H2Error.SETTINGS_TIMEOUT, NO_TEXT);
    } else if (draining && !closedToNew && now - drainingSince >= H2Limits.DRAIN_TICKS) {
      closeToNew();
    } else if (streams.count() == 0 && now - idleSince >= idle) {
      loop().metrics().reached(Abuse.IDLE);
      leave(H2Error.NO_ERROR, NO_TEXT);
    }
  }

  /** The channel is closed. */
  final void over() {
    state = H2ServerState.CLOSED;
    sender.close();
    dropStreams();
    loop().connections().remove(this);
    loop().metrics().connections(-1);
  }
}
