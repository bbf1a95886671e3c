package io.porty.mode.tcp;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.porty.api.Failure;
import io.porty.api.FailureCode;
import io.porty.api.log.ConnectionRecord;
import io.porty.api.log.ConnectionRecordBuilder;
import io.porty.api.mode.ConnectionFacts;
import io.porty.api.mode.ConnectionSnapshot;
import io.porty.api.mode.DecisionListener;
import io.porty.api.mode.Dialer;
import io.porty.api.mode.Endpoint;
import io.porty.api.mode.PendingDecision;
import io.porty.api.mode.Relay;
import io.porty.api.mode.Route;
import io.porty.api.mode.StreamStats;
import io.porty.api.route.Decision;
import io.porty.api.route.RouteAnswer;
import io.porty.api.route.TcpRouteRequest;
import java.io.IOException;
import java.net.SocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One client connection: routed once, dialled, relayed, recorded. Until the relay takes over it is
 * the client channel's only handler and buffers the client's first bytes, which routers may
 * inspect. On the client's event loop; {@link #end} is its only exit.
 */
final class TcpSession extends ChannelInboundHandlerAdapter implements DecisionListener, Relay.End {

  private final Route route;
  private final Relay relay;
  private final Duration idleTimeout;
  private final long firstBytesMillis;
  private final Channel client;
  private final SocketAddress peer;
  private final long id;
  private final long startMillis = System.currentTimeMillis();
  private final StreamStats stats = new StreamStats();
  private final FirstBytes first;
  private final TcpView view;
  private Decision.@Nullable To to;
  private @Nullable PendingDecision pending;
  private Dialer.@Nullable Attempt dialing;
  private @Nullable Endpoint endpoint;
  private @Nullable SocketAddress upstreamAddress;
  private boolean opened;
  private boolean ended;

  TcpSession(
      Route route,
      Relay relay,
      Duration idleTimeout,
      long firstBytesMillis,
      Channel client,
      long id) {
    this.route = route;
    this.firstBytesMillis = firstBytesMillis;
    this.relay = relay;
    this.idleTimeout = idleTimeout;
    this.client = client;
    this.peer = ConnectionFacts.clientOf(client);
    this.id = id;
    this.first = new FirstBytes(client);
    this.view = new TcpView(route.facts().name(), client, peer);
  }

  void start() {
    client.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
    client.pipeline().addLast("tcp", this);
    begin();
    ask();
  }

  /** Closes the connection, with a record that says why. */
  void refuse(Failure why) {
    begin();
    end(0, 0, why);
  }

  private void begin() {
    // Always timed: recording may be switched on before the connection ends.
    stats.begin(route.meter(client.eventLoop()), true);
  }

  private void ask() {
    RouteAnswer answer;
    view.open(first.bytes(), first.moreMayCome());
    try {
      answer = route.router(TcpRouteRequest.class).route(view);
    } finally {
      view.close();
    }
    if (answer instanceof RouteAnswer.NeedMoreBytes) {
      first.await(firstBytesMillis, () -> guarded(this::noMore));
      return;
    }
    first.stop();
    if (answer instanceof RouteAnswer.Async later) {
      pending =
          PendingDecision.await(
              later, client.eventLoop(), decision -> guarded(() -> decided(decision)));
    } else {
      decided((Decision) answer);
    }
  }

  /** The first bytes are complete or the wait has timed out: the router decides with these. */
  private void noMore() {
    if (!ended && first.isWaiting()) {
      first.complete();
      ask();
    }
  }

  private void decided(Decision decision) {
    if (decision instanceof Decision.To target) {
      dial(target);
    } else {
      String reason =
          decision instanceof Decision.Respond refuse
              ? refuse.reason()
              : "no router of this route decides";
      end(0, 0, Failure.client(FailureCode.TARGET_DENIED, reason));
    }
  }

  private void dial(Decision.To target) {
    to = target;
    stats.routed(target.target());
    if (!opened) {
      opened();
    }
    Dialer.Attempt begun = route.dial(target, client, this);
    dialing = ended ? null : begun;
  }

  private void opened() {
    opened = true;
    if (route.isRecorded()) {
      route.log().connectionOpened(record().build());
    }
  }

  private ConnectionRecordBuilder record() {
    return ConnectionRecord.builder(id, route.facts().name(), peer)
        .peer(ConnectionFacts.relayOf(client))
        .proxy(ConnectionFacts.proxyOf(client))
        .tls(ConnectionFacts.tlsOf(client))
        .startMillis(startMillis)
        .decided(to);
  }

  @Override
  public String target() {
    return stats.targetText();
  }

  /** The state before the relay takes over. */
  ConnectionSnapshot snapshot() {
    return new ConnectionSnapshot(to == null ? "routing" : "connecting", target(), 0, 0, 0);
  }

  @Override
  public void connected(Channel upstream, Decision.To by) {
    dialing = null;
    upstreamAddress = upstream.remoteAddress();
    endpoint = route.endpoints().acquire(by.target(), by.chosenByClient());
    endpoint.requestBegan();
    relay.join(client, first.detach(), upstream, null, idleTimeout, this);
  }

  @Override
  public void failedOver(Decision.To next) {
    to = next;
    stats.failedOver(next.target());
  }

  @Override
  public void failed(Failure failure, Decision.To last) {
    dialing = null;
    end(0, 0, failure);
  }

  @Override
  public void firstByte() {
    stats.firstByte();
  }

  @Override
  public void ended(long bytesToUpstream, long bytesToClient, @Nullable Failure failure) {
    end(bytesToUpstream, bytesToClient, failure);
  }

  private void end(long bytesToUpstream, long bytesToClient, @Nullable Failure failure) {
    if (ended) {
      return;
    }
    ended = true;
    if (pending != null) {
      pending.cancel();
    }
    if (dialing != null) {
      dialing.cancel();
    }
    first.drop();
    client.close();
    releaseEndpoint();
    long nanos =
        stats.end(
            0, bytesToUpstream, bytesToClient, failure == null ? null : failure.code().code());
    if (!route.isRecorded()) {
      return;
    }
    if (!opened) {
      opened();
    }
    route
        .log()
        .connectionClosed(
            record()
                .upstreamAddress(upstreamAddress)
                .durationNanos(nanos)
                .bytes(bytesToUpstream, bytesToClient)
                .failure(failure)
                .retries(stats.retries())
                .build());
  }

  private void releaseEndpoint() {
    Endpoint held = endpoint;
    if (held != null) {
      endpoint = null;
      held.requestEnded();
      route.endpoints().release(held);
    }
  }

  /**
   * Auto-read is off while dialling, but some transports read anyway when the client half-closes.
   */
  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf data = (ByteBuf) message;
    if (ended) {
      data.release();
      return;
    }
    first.add(data);
    if (first.isWaiting()) {
      ask();
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event == ChannelInputShutdownEvent.INSTANCE) {
      noMore();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    end(0, 0, Failure.client(FailureCode.CLIENT_CLOSED, "before the backend was connected"));
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (cause instanceof IOException) {
      end(0, 0, Failure.client(FailureCode.CLIENT_CLOSED, String.valueOf(cause.getMessage())));
    } else {
      failed(cause);
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

  /** An internal error. */
  private void failed(Throwable cause) {
    route.faults().report("tcp", cause);
    try {
      end(0, 0, Failure.porty(FailureCode.INTERNAL_ERROR, cause.getClass().getName()));
    } finally {
      client.close();
    }
  }
}
