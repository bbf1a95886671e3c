package io.porty.mode.http.exchange;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.porty.api.mode.RouteMeter;
import io.porty.api.mode.WriteBound;
import io.porty.mode.http.config.HttpRoute;
import io.porty.mode.http.edit.HttpDate;
import io.porty.mode.http.framing.FramingRules;
import io.porty.mode.http.head.HeadBuffer;
import io.porty.mode.http.head.HeadLimits;
import io.porty.mode.http.head.HeadParser;
import io.porty.mode.http.head.HeadWriter;
import io.porty.mode.http.head.RequestHead;
import io.porty.mode.http.pool.ResponseParsing;
import io.porty.mode.http.pool.TargetConnectionLimits;
import io.porty.mode.http.pool.UpstreamLimits;
import io.porty.mode.http.pool.UpstreamPool;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.IntToLongFunction;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What the HTTP connections of one address share on one event loop: parsers, scratch space,
 * upstream pools, and a coarse clock that checks every connection's deadline a few times a second,
 * so that no request pays for a timer.
 */
final class HttpLoop {

  private static final int TICKS_BETWEEN_POOL_CHECKS = 5;
  private static final int IDS_AT_ONCE = 4096;
  private static final int TICKS_IN_SECOND = 1000 / HttpRoute.TICK_MILLIS;

  private final EventLoop loop;
  private final HeadParser parser;
  private final HeadBuffer scratch;
  private final List<UpstreamPool> pools;
  private final List<RouteMeter> meters;
  private final Set<ClientConnection> connections = new HashSet<>();
  private final IntToLongFunction ids;
  private final BooleanSupplier shortOfMemory;
  private long nextId;
  private long lastId = -1;
  private int now;
  private int dateAt = -TICKS_IN_SECOND;
  private byte[] date = new byte[0];
  private @Nullable Future<?> ticking;

  final RequestHead request;
  final FramingRules framing = FramingRules.forRequests();
  final HeadWriter writer = new HeadWriter();
  final RouteView view = new RouteView();
  final HeadParser trailerParser;

  /**
   * @param loops how many there are
   * @param ids reserves so many for records
   * @param bounds of each route, shared by the loops
   * @param shortOfMemory whether buffers should be small and few
   */
  HttpLoop(
      EventLoop loop,
      int loops,
      IntToLongFunction ids,
      HeadLimits limits,
      List<HttpRoute> routes,
      List<TargetConnectionLimits> bounds,
      BooleanSupplier shortOfMemory) {
    this.loop = loop;
    this.shortOfMemory = shortOfMemory;
    this.parser = HeadParser.forRequests(limits);
    this.trailerParser = HeadParser.forRequests(limits);
    this.scratch = new HeadBuffer(limits);
    this.request = new RequestHead(parser);
    this.ids = ids;
    ResponseParsing strict = new ResponseParsing(limits, false);
    ResponseParsing lenient =
        routes.stream().anyMatch(HttpRoute::isLenient) ? new ResponseParsing(limits, true) : strict;
    this.meters = routes.stream().map(route -> route.route().meter(loop)).toList();
    List<UpstreamPool> made = new ArrayList<>();
    for (HttpRoute route : routes) {
      made.add(
          new UpstreamPool(
              loop,
              route.route().dialer(),
              route.isLenient() ? lenient : strict,
              this::now,
              new UpstreamLimits(
                  route.upstream().idleTimeout(),
                  route.upstream().unsafeReuseIdle(),
                  route.upstream().lifetime(),
                  (route.upstream().idle() + loops - 1) / loops),
              bounds.get(route.index()),
              meters.get(route.index())));
    }
    this.pools = List.copyOf(made);
  }

  /** As {@link HeadParser#request}; the buffer is not changed. */
  int parse(ByteBuf in) {
    int length = scratch.fill(in);
    return parser.request(scratch.bytes(), length);
  }

  HeadParser parser() {
    return parser;
  }

  UpstreamPool pool(HttpRoute route) {
    return pools.get(route.index());
  }

  RouteMeter meter(HttpRoute route) {
    return meters.get(route.index());
  }

  /** Before content is written to a channel. */
  void bound(Channel to) {
    WriteBound.keep(to, shortOfMemory.getAsBoolean());
  }

  long nextId() {
    if (nextId > lastId) {
      nextId = ids.applyAsLong(IDS_AT_ONCE);
      lastId = nextId + IDS_AT_ONCE - 1;
    }
    return nextId++;
  }

  /** The coarse clock, in ticks. Differences are what counts. */
  int now() {
    return now;
  }

  /** The Date line of now, made at most once a second. */
  byte[] date() {
    if (now - dateAt >= TICKS_IN_SECOND) {
      dateAt = now;
      date = HttpDate.line(System.currentTimeMillis() / 1000);
    }
    return date;
  }

  void add(ClientConnection connection) {
    connections.add(connection);
    startTicking();
  }

  void remove(ClientConnection connection) {
    connections.remove(connection);
  }

  EventLoop eventLoop() {
    return loop;
  }

  /** Of these the connection that has been idle for longest; null if none is. On the loop. */
  @Nullable ClientConnection longestIdle(Predicate<Channel> whose) {
    ClientConnection longest = null;
    int most = 0;
    for (ClientConnection connection : connections) {
      int idle = connection.idleFor(now);
      if (idle >= most && idle > 0 && whose.test(connection.channel())) {
        most = idle;
        longest = connection;
      }
    }
    return longest;
  }

  /** By delay, not rate: the time for which a loop stood still is not held against backends. */
  private void startTicking() {
    if (ticking == null) {
      ticking =
          loop.scheduleWithFixedDelay(
              this::tick, HttpRoute.TICK_MILLIS, HttpRoute.TICK_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private void tick() {
    now++;
    for (ClientConnection connection : connections.toArray(ClientConnection[]::new)) {
      connection.tick(now);
    }
    if (now % TICKS_BETWEEN_POOL_CHECKS == 0) {
      pools.forEach(UpstreamPool::expire);
    }
    if (isAtRest() && ticking != null) {
      ticking.cancel(false);
      ticking = null;
      dateAt = now - TICKS_IN_SECOND;
    }
  }

  /** Whether no client is connected and no backend connection is open, waited for or being made. */
  boolean isAtRest() {
    return connections.isEmpty() && pools.stream().allMatch(UpstreamPool::isEmpty);
  }

  void close() {
    loop.execute(() -> pools.forEach(UpstreamPool::close));
  }
}
