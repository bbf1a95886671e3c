package io.porty.mode.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.porty.api.FailureCode;
import io.porty.api.mode.ConnectionLimits;
import io.porty.api.mode.ModeContext;
import io.porty.api.mode.RouteMeter;
import io.porty.mode.http.config.HttpRoute;
import io.porty.mode.http.config.HttpRoutes;
import io.porty.mode.http.config.UpstreamSettings;
import io.porty.mode.http.exchange.ExchangeFactory;
import io.porty.mode.http.exchange.ExchangeLoop;
import io.porty.mode.http.exchange.RoutePools;
import io.porty.mode.http.h1.H1ConnectionFactory;
import io.porty.mode.http.h1.H1LoopState;
import io.porty.mode.http.h2.H2LoopState;
import io.porty.mode.http.h2.H2ServerConnection;
import io.porty.mode.http.listener.ListenerState;
import io.porty.mode.http.listener.LoopClock;
import io.porty.mode.http.listener.ServerConnection;
import io.porty.mode.http.listener.ServerConnections;
import io.porty.mode.http.pool.ConnectionFactory;
import io.porty.mode.http.pool.Http1Targets;
import io.porty.mode.http.pool.UpstreamLimits;
import io.porty.mode.http.pool.UpstreamPool;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP state of one listening address on one event loop: clock, connections, protocols, pools
 * and exchanges. On that loop.
 */
final class HttpEventLoopState implements LoopClock.Ticking {

  private static final int TICKS_BETWEEN_POOL_CHECKS = 5;

  private final LoopClock clock;
  private final ServerConnections connections;
  private final List<UpstreamPool> pools;
  private final ListenerState listener;
  private final HttpRoutes routes;
  private final ExchangeFactory handlers;
  private final H1LoopState h1;
  private @Nullable H2LoopState h2;

  /**
   * @param limits connection limits by route, shared by the loops
   */
  HttpEventLoopState(
      EventLoop loop,
      ModeContext context,
      ListenerState listener,
      HttpRoutes routes,
      List<ConnectionLimits> limits) {
    this.clock = new LoopClock(loop);
    this.connections = new ServerConnections(clock, () -> clock.start(this));
    List<RouteMeter> meters =
        routes.all().stream().map(route -> route.route().meter(loop)).toList();
    int loops = context.eventLoops().size();
    H1ConnectionFactory strict = new H1ConnectionFactory(listener, false);
    Http2Backends http2 = new Http2Backends(listener);
    boolean isAnyLenient = routes.all().stream().anyMatch(HttpRoute::isLenient);
    H1ConnectionFactory lenient = isAnyLenient ? new H1ConnectionFactory(listener, true) : strict;
    List<RoutePools> made = new ArrayList<>();
    for (HttpRoute route : routes.all()) {
      H1ConnectionFactory http1 = route.isLenient() ? lenient : strict;
      Function<ConnectionFactory, UpstreamPool> pool =
          factory ->
              new UpstreamPool(
                  clock,
                  route.route(),
                  factory,
                  limits(route.upstream(), loops),
                  limits.get(route.index()),
                  meters.get(route.index()));
      made.add(pools(route, pool, http1, http2));
    }
    this.pools = made.stream().flatMap(RoutePools::all).toList();
    ExchangeLoop exchanges =
        new ExchangeLoop(clock, routes, listener.limits(), made, meters, context::reserveIds);
    this.listener = listener;
    this.routes = routes;
    this.handlers = new ExchangeFactory(exchanges);
    this.h1 =
        new H1LoopState(
            listener,
            routes.unrouted(),
            clock,
            connections,
            handlers,
            listener.config().http2() ? this::serveHttp2 : null);
  }

  private static RoutePools pools(
      HttpRoute route,
      Function<ConnectionFactory, UpstreamPool> pool,
      ConnectionFactory http1,
      Http2Backends http2) {
    if (!route.upstream().http2()) {
      return new RoutePools(pool.apply(new BackendProtocols(http1, http2, null)), null);
    }
    Http1Targets required = new Http1Targets();
    return new RoutePools(
        pool.apply(new BackendProtocols(http1, http2, required)),
        new RoutePools.Http1(
            pool.apply(new Http1Connections(http1)), required, !route.upgrades().isEmpty()));
  }

  private static UpstreamLimits limits(UpstreamSettings of, int loops) {
    return new UpstreamLimits(
        of.idleTimeout(), of.unsafeReuseIdle(), of.lifetime(), (of.idle() + loops - 1) / loops);
  }

  ServerConnections connections() {
    return connections;
  }

  H1LoopState h1() {
    return h1;
  }

  /** As {@link H2ServerConnection#start}. */
  void serveHttp2(Channel client, @Nullable ByteBuf begun, @Nullable FailureCode rejection) {
    H2ServerConnection.start(h2(), client, begun, rejection);
  }

  /** Serves the further streams of a connection of an earlier configuration. */
  void adoptHttp2(ServerConnection multiplexed) {
    ((H2ServerConnection) multiplexed).continueWith(h2());
    if (!listener.config().http2()) {
      multiplexed.drain();
    }
  }

  /** Made with the first connection that needs it. */
  private H2LoopState h2() {
    H2LoopState made = h2;
    if (made == null) {
      made = new H2LoopState(listener, routes, clock, connections, handlers);
      h2 = made;
    }
    return made;
  }

  @Override
  public void tick(int now) {
    connections.tick(now);
    if (now % TICKS_BETWEEN_POOL_CHECKS == 0) {
      pools.forEach(UpstreamPool::expire);
    }
  }

  /** Whether there are neither client connections nor backend connections, pending or open. */
  @Override
  public boolean isAtRest() {
    return connections.isEmpty() && pools.stream().allMatch(UpstreamPool::isEmpty);
  }

  /** Closes the pools. On any thread. A terminated event loop has already closed its channels. */
  void close() {
    try {
      clock.eventLoop().execute(() -> pools.forEach(UpstreamPool::close));
    } catch (RejectedExecutionException e) {
      // The event loop has terminated, and its connections are closed.
    }
  }
}
