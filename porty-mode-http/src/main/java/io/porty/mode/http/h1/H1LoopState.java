package io.porty.mode.http.h1;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.porty.api.mode.WriteWatermarks;
import io.porty.mode.http.config.HttpRoute;
import io.porty.mode.http.framing.FramingRules;
import io.porty.mode.http.head.HeadBuffer;
import io.porty.mode.http.head.HeadParser;
import io.porty.mode.http.head.RequestHead;
import io.porty.mode.http.listener.ListenerState;
import io.porty.mode.http.listener.LoopClock;
import io.porty.mode.http.listener.PrefaceHandler;
import io.porty.mode.http.listener.ServerConnections;
import io.porty.mode.http.stream.ClientStream;
import org.jspecify.annotations.Nullable;

/**
 * Resources that the HTTP/1 connections of one listening address share on one event loop: the
 * parser and scratch space, valid during one call. On that loop.
 */
public final class H1LoopState {

  private final ListenerState listener;
  private final HttpRoute unrouted;
  private final ServerConnections connections;
  private final LoopClock clock;
  private final ClientStream.HandlerFactory handlers;
  private final @Nullable PrefaceHandler preface;
  private final HeadParser parser;
  private final HeadBuffer buffer;
  private final RequestHead request;
  private final FramingRules framing = FramingRules.forRequests();

  /**
   * @param first route whose settings apply before the route of a request is known
   * @param handlers creates the handlers of streams
   * @param preface serves connections that begin with HTTP/2's preface; null if none may
   */
  public H1LoopState(
      ListenerState listener,
      HttpRoute unrouted,
      LoopClock clock,
      ServerConnections connections,
      ClientStream.HandlerFactory handlers,
      @Nullable PrefaceHandler preface) {
    this.listener = listener;
    this.unrouted = unrouted;
    this.clock = clock;
    this.connections = connections;
    this.handlers = handlers;
    this.preface = preface;
    this.parser = HeadParser.forRequests(listener.limits());
    this.buffer = new HeadBuffer(listener.limits());
    this.request = new RequestHead(parser);
  }

  /** As {@link HeadParser#request}; the buffer's indices are not changed. */
  int parse(ByteBuf in) {
    int length = buffer.fill(in);
    return parser.request(buffer.bytes(), length);
  }

  /** The parser with the last parsed head. */
  HeadParser parser() {
    return parser;
  }

  /** The meaning of the last parsed head, after {@link RequestHead#read}. */
  RequestHead request() {
    return request;
  }

  /** The body framing of the last parsed head. */
  FramingRules framing() {
    return framing;
  }

  /** Sets write watermarks by memory pressure. Called before content is written to a channel. */
  void limitWrites(Channel to) {
    WriteWatermarks.keep(to, listener.shortOfMemory().getAsBoolean());
  }

  ListenerState listener() {
    return listener;
  }

  HttpRoute unrouted() {
    return unrouted;
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

  @Nullable PrefaceHandler preface() {
    return preface;
  }
}
