package io.porty.mode.http.h2;

import io.netty.channel.Channel;
import io.porty.api.mode.Conduit;
import io.porty.api.mode.WriteWatermarks;
import io.porty.mode.http.framing.FramingRules;
import io.porty.mode.http.head.HeadLimits;
import io.porty.mode.http.head.HeadParser;
import io.porty.mode.http.head.ResponseHead;
import io.porty.mode.http.hpack.HpackDecoder;
import io.porty.mode.http.hpack.HpackEncoder;
import io.porty.mode.http.hpack.HpackLimits;
import io.porty.mode.http.listener.ListenerState;

/**
 * Resources that the HTTP/2 connections to backends share on one event loop: parser, coders and
 * scratch space, valid during one call. On that loop.
 */
final class H2ClientLoop {

  private final ListenerState listener;
  private final HeadParser parser;
  private final ResponseHead response;
  private final FramingRules framing = FramingRules.forResponses();
  private final HpackDecoder decoder;
  private final HpackEncoder encoder = new HpackEncoder();
  private final UpstreamRequestBlock requestBlock = new UpstreamRequestBlock();
  private final UpstreamResponseBlock responseBlock = new UpstreamResponseBlock();
  private final TrailerBlock trailerBlock = new TrailerBlock();
  private final FlushRound flushRound = new FlushRound();
  private final H2UpstreamMetrics metrics;
  private final byte[] block = new byte[H2Limits.FRAME_BYTES];
  private final LongBlocks longBlocks = new LongBlocks(System::nanoTime);

  H2ClientLoop(ListenerState listener) {
    HeadLimits limits = listener.limits();
    this.listener = listener;
    this.metrics = new H2UpstreamMetrics(listener.meter());
    this.parser = HeadParser.forResponses(limits);
    this.response = new ResponseHead(parser);
    this.decoder = new HpackDecoder(new HpackLimits(limits.fields(), limits.headBytes()));
  }

  H2UpstreamMetrics metrics() {
    return metrics;
  }

  FlushRound flushRound() {
    return flushRound;
  }

  HeadLimits limits() {
    return listener.limits();
  }

  HeadParser parser() {
    return parser;
  }

  /** The meaning of the last parsed head, after {@link ResponseHead#read}. */
  ResponseHead response() {
    return response;
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

  UpstreamRequestBlock requestBlock() {
    return requestBlock;
  }

  UpstreamResponseBlock responseBlock() {
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

  Conduit conduit(Channel channel) {
    return listener.conduits().apply(channel);
  }

  /** Sets write watermarks by memory pressure. Called before content is written to a channel. */
  void limitWrites(Channel to) {
    WriteWatermarks.keep(to, listener.shortOfMemory().getAsBoolean());
  }

  /** Reports an internal error of a backend connection. */
  void report(Throwable cause) {
    listener.faults().report("http_backend", cause);
  }
}
