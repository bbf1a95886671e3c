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

  /** A type of frames (RFC 9113 section 6.5). */
  private static final int SETTINGS = 4;

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

  /**
   * What is wrong with the last parsed head.
   *
   * @param start where it begins
   */
  String fault(ByteBuf in, int start) {
    return isHttp2(in, start)
        ? "the backend speaks HTTP/2 on this port, which is for a target h2c://"
        : "malformed response head, " + parser.fault();
  }

  /** Whether a server's first frame of HTTP/2 is there: SETTINGS (RFC 9113 section 3.4). */
  private static boolean isHttp2(ByteBuf in, int start) {
    return in.writerIndex() - start >= 5
        && in.getUnsignedMedium(start) < 256
        && in.getByte(start + 3) == SETTINGS;
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
