package io.porty.mode.http.head;

import io.porty.api.FailureCode;

/**
 * The first line of a request (RFC 9112 section 3): method, target and version, one space between
 * them. Reused for each request of a parser.
 */
final class RequestLine {

  /** RFC 9112 section 2.2: empty lines before a request line are ignored, up to this number. */
  private static final int MAX_EMPTY_LINES = 4;

  private int methodStart;
  private int methodEnd;
  private int targetStart;
  private int targetEnd;

  /** Parses the line and returns the position of its line end, or as {@link HeadParser#request}. */
  int parse(HeadParser parser, byte[] b, int to) {
    int i = 0;
    for (int skipped = 0; i < to && b[i] == '\r'; skipped++) {
      if (i + 1 == to) {
        return HeadParser.MORE;
      }
      if (b[i + 1] != '\n' || skipped == MAX_EMPTY_LINES) {
        return parser.malformed(i);
      }
      i += 2;
    }
    int lineStart = i;
    methodStart = i;
    while (i < to && Ascii.is(b[i], Ascii.TOKEN)) {
      i++;
    }
    methodEnd = i;
    if (i == to) {
      return unfinished(parser, lineStart, to);
    }
    if (b[i] != ' ' || i == methodStart) {
      return parser.malformed(i);
    }
    targetStart = ++i;
    while (i < to && Ascii.is(b[i], Ascii.TARGET)) {
      i++;
    }
    targetEnd = i;
    if (i - lineStart > parser.limits().lineBytes()) {
      return parser.refuse(FailureCode.TARGET_TOO_LONG, lineStart);
    }
    if (i == to) {
      return HeadParser.MORE;
    }
    if (b[i] != ' ' || i == targetStart) {
      return parser.malformed(i);
    }
    return parser.version(b, i + 1, to);
  }

  private static int unfinished(HeadParser parser, int lineStart, int to) {
    return to - lineStart > parser.limits().lineBytes()
        ? parser.refuse(FailureCode.TARGET_TOO_LONG, lineStart)
        : HeadParser.MORE;
  }

  int methodStart() {
    return methodStart;
  }

  int methodEnd() {
    return methodEnd;
  }

  int targetStart() {
    return targetStart;
  }

  int targetEnd() {
    return targetEnd;
  }
}
