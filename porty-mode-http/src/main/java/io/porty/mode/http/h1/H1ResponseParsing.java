package io.porty.mode.http.h1;

import io.netty.buffer.ByteBuf;
import io.porty.mode.http.framing.FramingRules;
import io.porty.mode.http.head.HeadBuffer;
import io.porty.mode.http.head.HeadLimits;
import io.porty.mode.http.head.HeadParser;
import io.porty.mode.http.head.ResponseHead;

/**
 * The parser that the backend connections of one event loop share, valid during one call. There is
 * one for strict and one for lenient routes.
 */
final class H1ResponseParsing {

  private final HeadParser parser;
  private final HeadBuffer scratch;
  private final boolean lenient;
  final ResponseHead head;
  final FramingRules framing;

  H1ResponseParsing(HeadLimits limits, boolean lenient) {
    this.parser =
        lenient ? HeadParser.forLenientResponses(limits) : HeadParser.forResponses(limits);
    this.framing = lenient ? FramingRules.forLenientResponses() : FramingRules.forResponses();
    this.lenient = lenient;
    this.scratch = new HeadBuffer(limits);
    this.head = new ResponseHead(parser);
  }

  boolean isLenient() {
    return lenient;
  }

  /** The position of the error in the last parsed head. */
  String fault() {
    return parser.fault();
  }

  /** As {@link HeadParser#response}; consumes a complete head. */
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
