package io.porty.mode.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.porty.api.FailureCode;
import io.porty.api.TlsSession;
import io.porty.api.mode.ConnectionFacts;
import io.porty.api.mode.ConnectionLimits;
import io.porty.api.mode.ConnectionSnapshot;
import io.porty.api.mode.ModeContext;
import io.porty.mode.http.config.HttpListenerConfig;
import io.porty.mode.http.config.HttpRoute;
import io.porty.mode.http.config.HttpRoutes;
import io.porty.mode.http.h1.H1ServerConnection;
import io.porty.mode.http.head.Ascii;
import io.porty.mode.http.listener.IdleConnectionEvictor;
import io.porty.mode.http.listener.ListenerState;
import io.porty.mode.http.listener.ServerConnection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One listening address: its routes, their shared state, and an {@link HttpEventLoopState} for each
 * event loop. Immutable.
 */
final class HttpListener implements ServerConnection.Successor {

  /** The protocol's name in ALPN (RFC 9113 section 3.1). */
  static final String HTTP_2 = "h2";

  private final HttpRoutes routes;
  private final IdleConnectionEvictor evictor;
  private final Map<EventLoop, HttpEventLoopState> loops = new IdentityHashMap<>();

  HttpListener(ModeContext context) {
    this.routes =
        new HttpRoutes(context.routes(), context.instanceId(), context.challenges().orElse(null));
    ListenerState state =
        new ListenerState(
            HttpListenerConfig.of(context.listenerSettings()),
            context::conduit,
            context.relay(),
            context::isShortOfMemory,
            context::isFull,
            context.faults(),
            context.meter());
    List<ConnectionLimits> limits =
        routes.all().stream()
            .map(HttpRoute::upstream)
            .map(upstream -> new ConnectionLimits(upstream.connections(), upstream.queue()))
            .toList();
    for (EventLoop loop : context.eventLoops()) {
      loops.put(loop, new HttpEventLoopState(loop, context, state, routes, limits));
    }
    this.evictor =
        new IdleConnectionEvictor(
            loops.values().stream().map(HttpEventLoopState::connections).toList(), context::isFull);
  }

  /** Serves an accepted channel. On its event loop. */
  void accept(Channel client) {
    if (isHttp2(client)) {
      loop(client.eventLoop()).serveHttp2(client, null, null);
    } else {
      connection(client).start();
    }
  }

  /** Whether the client has agreed on h2 in its handshake; it was offered only if it is served. */
  private static boolean isHttp2(Channel client) {
    TlsSession session = ConnectionFacts.tlsOf(client);
    return session != null && HTTP_2.equals(session.protocol());
  }

  /** Reads one request of an accepted channel and answers it with an error. On its event loop. */
  void refuse(Channel client, FailureCode why) {
    if (isHttp2(client)) {
      loop(client.eventLoop()).serveHttp2(client, null, why);
    } else {
      connection(client).startRejected(why);
    }
  }

  @Override
  public void adopt(Channel client, @Nullable ByteBuf begun, int ticksLeft) {
    connection(client).resume(begun, ticksLeft);
  }

  @Override
  public void adopt(ServerConnection multiplexed) {
    loop(multiplexed.channel().eventLoop()).adoptHttp2(multiplexed);
  }

  private H1ServerConnection connection(Channel client) {
    return new H1ServerConnection(loop(client.eventLoop()).h1(), client);
  }

  HttpEventLoopState loop(EventLoop loop) {
    HttpEventLoopState found = loops.get(loop);
    if (found == null) {
      throw new IllegalStateException("the channel's event loop is not one of this Porty");
    }
    return found;
  }

  /** Drains an open connection. On its event loop. */
  void drain(Channel client) {
    ServerConnection connection = client.pipeline().get(ServerConnection.class);
    if (connection != null) {
      connection.drain();
    }
  }

  /**
   * Moves a connection to another listener, between two of its requests, or with those that run
   * left here. On its event loop.
   *
   * @param to called when it can move
   */
  void migrate(Channel client, ServerConnection.Move to) {
    ServerConnection connection = client.pipeline().get(ServerConnection.class);
    if (connection != null) {
      connection.migrate(to);
    }
  }

  /** The state of a connection. On its event loop. */
  Optional<ConnectionSnapshot> describe(Channel client) {
    return Optional.ofNullable(client.pipeline().get(ServerConnection.class))
        .map(ServerConnection::snapshot);
  }

  /** The route of an authority; null if there is none. */
  @Nullable HttpRoute routeFor(String authority) {
    byte[] bytes = Ascii.bytes(authority);
    return routes.find(bytes, 0, bytes.length);
  }

  /** Closes the longest idle connection. On any thread. */
  void evictIdle() {
    evictor.evictIdle();
  }

  /** As {@link #evictIdle()}, among the connections of one client. */
  void evictIdle(Predicate<Channel> candidates, BooleanSupplier needed) {
    evictor.evictIdle(candidates, needed);
  }

  void close() {
    loops.values().forEach(HttpEventLoopState::close);
  }
}
