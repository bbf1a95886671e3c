package io.porty.mode.http.h1;

import io.netty.buffer.ByteBuf;
import io.porty.mode.http.framing.FramingRules;
import io.porty.mode.http.head.HeadBuffer;
import io.porty.mode.http.head.HeadLimits;
import io.porty.mode.http.head.HeadParser;
import io.porty.mode.http.head.ResponseHead;

/**
 * What the backend connections of one loop share for parsing: none of it outlives a call. One for
 * routes whose backends keep to the grammar, one for those that are taken leniently.
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

  /** Where the head that was parsed last is malformed. */
  String fault() {
    return parser.fault();
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
