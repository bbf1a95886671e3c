package io.porty.mode.http.upstream;

import io.netty.buffer.ByteBuf;
import io.porty.mode.http.framing.FramingRules;
import io.porty.mode.http.head.HeadLimits;
import io.porty.mode.http.head.HeadParser;
import io.porty.mode.http.head.HeadScratch;
import io.porty.mode.http.head.ResponseHead;

/** What every backend connection of one loop shares for parsing: none of it outlives a call. */
public final class ResponseParsing {

  private final HeadParser parser;
  private final HeadScratch scratch;
  final ResponseHead head;
  final FramingRules framing = FramingRules.forResponses();

  public ResponseParsing(HeadLimits limits) {
    this.parser = HeadParser.forResponses(limits);
    this.scratch = new HeadScratch(limits);
    this.head = new ResponseHead(parser);
  }

  /** As {@link HeadParser#response}; a complete head is skipped in the buffer. */
  int parse(ByteBuf in) {
    int length = scratch.fill(in);
    int end = parser.response(scratch.bytes(), length);
    if (end > 0) {
      in.skipBytes(end);
      head.read();
    }
    return end;
  }
}
