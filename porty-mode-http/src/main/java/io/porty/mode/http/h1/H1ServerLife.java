package io.porty.mode.http.h1;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.porty.api.FailureCode;
import io.porty.api.mode.Conduit;
import io.porty.api.mode.ConnectionFacts;
import io.porty.api.mode.ConnectionSnapshot;
import io.porty.api.mode.FaultReporter;
import io.porty.mode.http.config.HttpRoute;
import io.porty.mode.http.listener.ServerConnection;
import java.net.SocketAddress;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The life cycle of a client's HTTP/1 connection outside of its requests: idle timeout, eviction,
 * draining, migration to another configuration, and closing. Requests are handled by {@link
 * H1ServerConnection}. On its event loop.
 */
abstract class H1ServerLife extends ChannelInboundHandlerAdapter implements ServerConnection {

  /**
   * How long a draining connection waits for the next request: it may be in transit, and is
   * answered with {@code Connection: close} (RFC 9112 section 9.6).
   */
  private static final int LAST_REQUEST_TICKS = 1000 / HttpRoute.TICK_MILLIS;

  /** Minimum idle time before a connection may be evicted: the next request may be in transit. */
  private static final int MIN_IDLE_TICKS = 500 / HttpRoute.TICK_MILLIS;

  final H1LoopState loop;
  final Conduit conduit;
  final Channel channel;
  final SocketAddress peer;
  final H1Input input;
  final H1ServerClose closing;

  H1ServerState state = H1ServerState.IDLE;
  boolean inputEnded;
  boolean reading;
  private int deadline;
  private int idleSince;
  private boolean draining;
  private @Nullable Move successor;

  /** The error that answers its only request; null for a connection that is served. */
  @Nullable FailureCode rejection;

  H1ServerLife(H1LoopState loop, Channel channel) {
    this.loop = loop;
    this.channel = channel;
    this.conduit = loop.listener().conduits().apply(channel);
    this.peer = ConnectionFacts.clientOf(channel);
    this.input = new H1Input(channel);
    this.closing = new H1ServerClose(conduit, loop.clock());
  }

  abstract H1ServerStream stream();

  public final Conduit conduit() {
    return conduit;
  }

  public final SocketAddress peer() {
    return peer;
  }

  /** Resumes or pauses reading by the state. */
  abstract void updateReading();

  /** Serves the channel. */
  public final void start() {
    idleSince = loop.clock().now();
    deadline = idleSince + loop.listener().config().firstRequestTimeout();
    loop.connections().add(this);
    channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
    channel.pipeline().addLast("http", this);
    updateReading();
  }

  /**
   * Serves a channel of a previous configuration.
   *
   * @param ticksLeft ticks until its next request has to begin
   */
  final void startWithin(int ticksLeft) {
    start();
    deadline = idleSince + ticksLeft;
  }

  /** Reads one request, answers it with this error, and closes. */
  public final void startRejected(FailureCode why) {
    rejection = why;
    start();
  }

  // Called by requests

  final void headBegins() {
    state = H1ServerState.HEAD;
    input.startHead();
    deadline = loop.clock().now() + loop.listener().config().headTimeout();
  }

  /** The response is complete, and another request may follow. */
  final void becomeIdle() {
    state = H1ServerState.IDLE;
    idleSince = loop.clock().now();
    deadline = idleSince + stream().route().timeouts().keepAlive();
    if (successor != null) {
      // Asynchronous, because the caller may still work on this connection.
      channel.eventLoop().execute(() -> guarded(this::moveIfBetweenRequests));
    }
  }

  /** Runs a step of a task, which would swallow its exception. */
  private void guarded(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError e) {
      failed(e);
    }
  }

  final boolean isDraining() {
    return draining;
  }

  /** Removes this handler, and returns the bytes that were read ahead. */
  final @Nullable ByteBuf detach() {
    ByteBuf early = input.detach();
    over(H1ServerState.DETACHED);
    return early;
  }

  final void closeAfterWrites() {
    beginClose();
    closing.afterWrites(stream().route());
  }

  final void beginClose() {
    state = H1ServerState.LINGERING;
    input.drop();
  }

  final void over(H1ServerState how) {
    state = how;
    stream().handler().connectionEnded();
    loop.connections().remove(this);
    input.drop();
  }

  final void linger() {
    beginClose();
    closing.linger(stream().route());
    updateReading();
  }

  /** Resets the connection: there is no other way to signal an incomplete response. */
  final void abort() {
    beginClose();
    closing.abort(stream().route());
  }

  // ServerConnection

  @Override
  public final Channel channel() {
    return channel;
  }

  @Override
  public final ConnectionSnapshot snapshot() {
    String at = state == H1ServerState.EXCHANGE ? stream().handler().target() : "";
    return new ConnectionSnapshot(
            state.name().toLowerCase(Locale.ROOT),
            at,
            stream().finishedExchanges(),
            stream().body().total(),
            stream().bytesToClient())
        .speaking("http/1.1", 0);
  }

  /**
   * Between requests, or after its last response. A rejected connection is idle even while its
   * request arrives.
   */
  @Override
  public final int idleFor(int now) {
    int idle =
        switch (state) {
          case IDLE -> input.isEmpty() ? now - idleSince : 0;
          case LINGERING -> closing.silentFor(now);
          case HEAD -> rejection == null ? 0 : now - idleSince;
          case EXCHANGE, CLOSED, DETACHED -> 0;
        };
    return idle < MIN_IDLE_TICKS ? 0 : idle;
  }

  @Override
  public final void evict() {
    if (state == H1ServerState.IDLE) {
      closeAfterWrites();
    } else {
      channel.close();
    }
  }

  @Override
  public final void migrate(Move to) {
    successor = to;
    moveIfBetweenRequests();
  }

  private void moveIfBetweenRequests() {
    Move to = successor;
    boolean between = state == H1ServerState.IDLE || state == H1ServerState.HEAD;
    boolean ends = draining || inputEnded || rejection != null || !channel.isActive();
    if (to == null || !between || ends) {
      return;
    }
    successor = null;
    Successor next = to.enter();
    if (next == null) {
      drain();
      return;
    }
    int ticksLeft = deadline - loop.clock().now();
    ByteBuf begun = detach();
    channel.pipeline().remove(this);
    next.adopt(channel, begun, ticksLeft);
  }

  @Override
  public final void drain() {
    draining = true;
    closeIfDrained(loop.clock().now());
  }

  private void closeIfDrained(int now) {
    if (state == H1ServerState.IDLE && input.isEmpty() && now - idleSince >= LAST_REQUEST_TICKS) {
      closeAfterWrites();
    }
  }

  @Override
  public final void tick(int now) {
    switch (state) {
      case IDLE -> {
        if (now - deadline >= 0) {
          closeAfterWrites();
        } else if (draining) {
          closeIfDrained(now);
        } else if (!reading) {
          updateReading();
        }
      }
      case HEAD -> {
        if (now - deadline >= 0) {
          state = H1ServerState.EXCHANGE;
          stream().beginRejected(null, FailureCode.HEAD_TIMEOUT, "");
        }
      }
      case EXCHANGE -> stream().handler().tick();
      case LINGERING -> closing.tick(now);
      case CLOSED, DETACHED -> {}
    }
  }

  /** An internal error: responds with an error if that is still possible. */
  public final void failed(Throwable cause) {
    FaultReporter faults =
        state == H1ServerState.EXCHANGE
            ? stream().route().route().faults()
            : loop.listener().faults();
    faults.report("http_client", cause);
    try {
      switch (state) {
        case HEAD -> {
          state = H1ServerState.EXCHANGE;
          stream().beginRejected(null, FailureCode.INTERNAL_ERROR, cause.getClass().getName());
        }
        case EXCHANGE -> stream().end(cause);
        case IDLE, LINGERING, CLOSED, DETACHED -> channel.close();
      }
    } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError e) {
      faults.report("http_client", e);
      channel.close();
    }
  }
}
