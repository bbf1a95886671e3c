package io.porty.mode.http.head;

/**
 * The first line of a response (RFC 9112 section 4). Lenient parsers also accept deviations of old
 * servers: {@code http/1.1}, {@code ICY}, a later minor version, several spaces.
 */
final class StatusLine {

  private static final byte[] HTTP_1 = Ascii.bytes("http/1.");
  private static final byte[] ICY = Ascii.bytes("icy");

  private int status;
  private int reasonStart;
  private int reasonEnd;

  /**
   * Parses the line and returns the position of its line end, or as {@link HeadParser#response}.
   */
  int parse(HeadParser parser, byte[] b, int to) {
    int version = parser.isLenient() ? oddVersion(parser, b, to) : parser.version(b, 0, to);
    if (version <= 0) {
      return version;
    }
    int i = version;
    if (i == to) {
      return HeadParser.MORE;
    }
    if (b[i++] != ' ') {
      return parser.malformed(i - 1);
    }
    while (parser.isLenient() && i < to && b[i] == ' ') {
      i++;
    }
    status = 0;
    for (int digits = 0; digits < 3; digits++, i++) {
      if (i == to) {
        return HeadParser.MORE;
      }
      if (!Ascii.isDigit(b[i])) {
        return parser.malformed(i);
      }
      status = status * 10 + b[i] - '0';
    }
    if (status < 100) {
      return parser.malformed(i - 3);
    }
    reasonStart = i;
    reasonEnd = i;
    if (i < to && b[i] == ' ') {
      reasonStart = ++i;
      while (i < to && Ascii.is(b[i], Ascii.VALUE)) {
        i++;
      }
      reasonEnd = i;
    }
    return i;
  }

  /** Returns the end of a non-standard version. */
  private static int oddVersion(HeadParser parser, byte[] b, int to) {
    if (to > 0 && Ascii.lower(b[0]) == 'i') {
      parser.minor(0);
      return word(parser, b, to, ICY);
    }
    int digit = word(parser, b, to, HTTP_1);
    if (digit <= 0) {
      return digit;
    }
    if (digit == to) {
      return HeadParser.MORE;
    }
    if (!Ascii.isDigit(b[digit])) {
      return parser.malformed(digit);
    }
    parser.minor(Math.min(1, b[digit] - '0'));
    return digit + 1;
  }

  private static int word(HeadParser parser, byte[] b, int to, byte[] lower) {
    for (int i = 0; i < lower.length; i++) {
      if (i == to) {
        return HeadParser.MORE;
      }
      if (Ascii.lower(b[i]) != lower[i]) {
        return parser.malformed(i);
      }
    }
    return lower.length;
  }

  int status() {
    return status;
  }

  int reasonStart() {
    return reasonStart;
  }

  int reasonEnd() {
    return reasonEnd;
  }
}
