package io.porty.mode.http.exchange;

import io.porty.api.mode.RouteMeter;
import io.porty.mode.http.config.HttpRoute;
import io.porty.mode.http.config.HttpRoutes;
import io.porty.mode.http.edit.Trailers;
import io.porty.mode.http.head.HeadLimits;
import io.porty.mode.http.head.HeadParser;
import io.porty.mode.http.head.HeadWriter;
import io.porty.mode.http.listener.LoopClock;
import java.util.List;
import java.util.function.IntToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Resources that the exchanges of one listening address share on one event loop: scratch space that
 * is valid during one call, and the pools of their routes. On that loop.
 */
public final class ExchangeLoop {

  private static final int IDS_AT_ONCE = 4096;

  private final LoopClock clock;
  private final HttpRoutes routes;
  private final List<RoutePools> pools;
  private final List<RouteMeter> meters;
  private final IntToLongFunction ids;
  private final HeadParser trailerParser;
  private final HeadWriter writer = new HeadWriter();
  private final LocalReply reply;
  private final RouteView view = new RouteView();
  private long nextId;
  private long lastId = -1;

  /**
   * @param limits of trailer sections
   * @param pools by route
   * @param meters by route, for this loop
   * @param ids reserves ids for access log records
   */
  public ExchangeLoop(
      LoopClock clock,
      HttpRoutes routes,
      HeadLimits limits,
      List<RoutePools> pools,
      List<RouteMeter> meters,
      IntToLongFunction ids) {
    this.clock = clock;
    this.routes = routes;
    this.pools = pools;
    this.meters = meters;
    this.ids = ids;
    this.trailerParser = HeadParser.forRequests(limits);
    this.reply = new LocalReply(clock, writer);
  }

  LoopClock clock() {
    return clock;
  }

  HttpRoutes routes() {
    return routes;
  }

  RoutePools pools(HttpRoute route) {
    return pools.get(route.index());
  }

  RouteMeter meter(HttpRoute route) {
    return meters.get(route.index());
  }

  /** The scratch buffer for message heads; one message at a time. */
  HeadWriter writer() {
    return writer;
  }

  LocalReply reply() {
    return reply;
  }

  /** The view of a request for routers; one request at a time. */
  RouteView view() {
    return view;
  }

  /**
   * The trailer fields that may be forwarded; null if the section is malformed, see {@link
   * #trailerFault}.
   */
  @Nullable HeadWriter trailers(byte[] section, int length) {
    return Trailers.rewrite(trailerParser, section, length, writer) ? writer : null;
  }

  /** Has the fields of the last trailer section. */
  HeadParser trailerParser() {
    return trailerParser;
  }

  /** Describes the error of the last malformed trailer section. */
  String trailerFault() {
    return "malformed trailers: " + trailerParser.fault();
  }

  long nextId() {
    if (nextId > lastId) {
      nextId = ids.applyAsLong(IDS_AT_ONCE);
      lastId = nextId + IDS_AT_ONCE - 1;
    }
    return nextId++;
  }
}
