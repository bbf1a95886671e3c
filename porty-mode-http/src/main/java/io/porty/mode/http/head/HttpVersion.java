package io.porty.mode.http.head;

import io.porty.api.FailureCode;

/** The version of a message, {@code HTTP/1.1} (RFC 9112 section 2.3). Reused. */
final class HttpVersion {

  private static final byte[] PROTOCOL = Ascii.bytes("HTTP/");

  private int minor;

  /**
   * Parses a version and returns the position after it, or as {@link HeadParser#request}. Accepts
   * HTTP/1.0 and 1.1; other well-formed versions of requests have their own error code.
   */
  int parse(HeadParser parser, byte[] b, int from, int to) {
    for (int k = 0; k < PROTOCOL.length; k++) {
      if (from + k == to) {
        return HeadParser.MORE;
      }
      if (b[from + k] != PROTOCOL[k]) {
        return parser.malformed(from + k);
      }
    }
    int at = from + PROTOCOL.length;
    if (at < to && !Ascii.isDigit(b[at])) {
      return parser.malformed(at);
    }
    if (at + 1 < to && b[at + 1] != '.') {
      return parser.malformed(at + 1);
    }
    if (at + 2 < to && !Ascii.isDigit(b[at + 2])) {
      return parser.malformed(at + 2);
    }
    if (at + 3 > to) {
      return HeadParser.MORE;
    }
    minor = b[at + 2] - '0';
    if (b[at] != '1' || minor > 1) {
      return parser.isForRequests()
          ? parser.refuse(FailureCode.BAD_VERSION, at)
          : parser.malformed(at);
    }
    return at + 3;
  }

  /** The minor number, 0 or 1. */
  int minor() {
    return minor;
  }

  void minor(int number) {
    minor = number;
  }
}
