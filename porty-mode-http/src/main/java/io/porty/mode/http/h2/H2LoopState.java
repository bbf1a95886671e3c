package io.porty.mode.http.h2;

import io.porty.mode.http.config.HttpRoute;
import io.porty.mode.http.config.HttpRoutes;
import io.porty.mode.http.framing.FramingRules;
import io.porty.mode.http.head.HeadLimits;
import io.porty.mode.http.head.HeadParser;
import io.porty.mode.http.head.RequestHead;
import io.porty.mode.http.hpack.HpackDecoder;
import io.porty.mode.http.hpack.HpackEncoder;
import io.porty.mode.http.hpack.HpackLimits;
import io.porty.mode.http.listener.ListenerState;
import io.porty.mode.http.listener.LoopClock;
import io.porty.mode.http.listener.ServerConnections;
import io.porty.mode.http.stream.ClientStream;

/**
 * Resources that the HTTP/2 connections of one listening address share on one event loop: parser,
 * coders and scratch space, valid during one call. On that loop.
 */
public final class H2LoopState {

  private final ListenerState listener;
  private final HttpRoutes routes;
  private final LoopClock clock;
  private final ServerConnections connections;
  private final ClientStream.HandlerFactory handlers;
  private final boolean takesConnect;
  private final HeadParser parser;
  private final RequestHead request;
  private final FramingRules framing = FramingRules.forRequests();
  private final HpackDecoder decoder;
  private final HpackEncoder encoder = new HpackEncoder();
  private final RequestBlock requestBlock;
  private final ResponseBlock responseBlock = new ResponseBlock();
  private final TrailerBlock trailerBlock = new TrailerBlock();
  private final FlushRound flushRound = new FlushRound();
  private final H2Metrics metrics;
  private final byte[] block = new byte[H2Limits.FRAME_BYTES];
  private final LongBlocks longBlocks = new LongBlocks(System::nanoTime);

  /**
   * @param handlers creates the handlers of streams
   */
  public H2LoopState(
      ListenerState listener,
      HttpRoutes routes,
      LoopClock clock,
      ServerConnections connections,
      ClientStream.HandlerFactory handlers) {
    this.listener = listener;
    this.routes = routes;
    this.clock = clock;
    this.connections = connections;
    this.handlers = handlers;
    this.takesConnect = routes.all().stream().anyMatch(HttpRoute::takesWebSockets);
    HeadLimits limits = listener.limits();
    this.metrics = new H2Metrics(listener.meter());
    this.parser = HeadParser.forRequests(limits);
    this.request = new RequestHead(parser);
    this.decoder = new HpackDecoder(new HpackLimits(limits.fields(), limits.headBytes()));
    this.requestBlock = new RequestBlock(takesConnect);
  }

  ListenerState listener() {
    return listener;
  }

  H2Metrics metrics() {
    return metrics;
  }

  FlushRound flushRound() {
    return flushRound;
  }

  HttpRoute unrouted() {
    return routes.unrouted();
  }

  LoopClock clock() {
    return clock;
  }

  ServerConnections connections() {
    return connections;
  }

  ClientStream.HandlerFactory handlers() {
    return handlers;
  }

  /** Whether a WebSocket may come by extended CONNECT. */
  boolean takesConnect() {
    return takesConnect;
  }

  HeadParser parser() {
    return parser;
  }

  /** The meaning of the last parsed head, after {@link RequestHead#read}. */
  RequestHead request() {
    return request;
  }

  FramingRules framing() {
    return framing;
  }

  HpackDecoder decoder() {
    return decoder;
  }

  HpackEncoder encoder() {
    return encoder;
  }

  RequestBlock requestBlock() {
    return requestBlock;
  }

  ResponseBlock responseBlock() {
    return responseBlock;
  }

  TrailerBlock trailerBlock() {
    return trailerBlock;
  }

  LongBlocks longBlocks() {
    return longBlocks;
  }

  /** Room for the header block of one frame. */
  byte[] block() {
    return block;
  }
}
