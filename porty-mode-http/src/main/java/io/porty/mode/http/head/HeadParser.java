package io.porty.mode.http.head;

import io.porty.api.FailureCode;

/**
 * Parses a request's or response's head, or a trailer section, under the grammar of RFC 9112 and
 * nothing else: CR LF line ends, one space between the parts of a start line, token names, no white
 * space before a colon, no folding, no control bytes. It works on a whole array from the start each
 * time; what it finds are spans. Answers the position after the head, {@link #MORE}, or {@link
 * #REFUSED} with a {@link FailureCode}: there is no half-valid head.
 *
 * <p>One for each event loop and kind of message; not thread-safe.
 */
public final class HeadParser {

  /** The head is valid so far, but not complete. */
  public static final int MORE = 0;

  /** The bytes are no head; {@link #refusal} says why. */
  public static final int REFUSED = -1;

  /**
   * RFC 9112 section 2.2: an empty line or two before a request may be left over from a careless
   * client.
   */
  private static final int MOST_EMPTY_LINES = 4;

  private static final byte[] PROTOCOL = Ascii.bytes("HTTP/");

  private final HeadLimits limits;
  private final FailureCode malformed;
  private final HeaderSpans fields = new HeaderSpans();
  private byte[] bytes = new byte[0];
  private FailureCode refusal = FailureCode.BAD_REQUEST;

  private int methodStart;
  private int methodEnd;
  private int targetStart;
  private int targetEnd;
  private int minor;
  private int status;
  private int reasonStart;
  private int reasonEnd;
  private int headEnd;

  private HeadParser(HeadLimits limits, FailureCode malformed) {
    this.limits = limits;
    this.malformed = malformed;
  }

  public static HeadParser forRequests(HeadLimits limits) {
    return new HeadParser(limits, FailureCode.BAD_REQUEST);
  }

  public static HeadParser forResponses(HeadLimits limits) {
    return new HeadParser(limits, FailureCode.BACKEND_INVALID);
  }

  /** Parses a request head in {@code b[0, to)}. */
  public int request(byte[] b, int to) {
    bytes = b;
    int i = 0;
    for (int skipped = 0; i < to && b[i] == '\r'; skipped++) {
      if (i + 1 == to) {
        return MORE;
      }
      if (b[i + 1] != '\n' || skipped == MOST_EMPTY_LINES) {
        return refuse(malformed);
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
      return unfinishedLine(lineStart, to);
    }
    if (b[i] != ' ' || i == methodStart) {
      return refuse(malformed);
    }
    targetStart = ++i;
    while (i < to && Ascii.is(b[i], Ascii.TARGET)) {
      i++;
    }
    targetEnd = i;
    if (i - lineStart > limits.lineBytes()) {
      return refuse(FailureCode.TARGET_TOO_LONG);
    }
    if (i == to) {
      return MORE;
    }
    if (b[i] != ' ' || i == targetStart) {
      return refuse(malformed);
    }
    int version = version(b, i + 1, to);
    if (version <= 0) {
      return version;
    }
    int end = lineEnd(b, version, to);
    return end <= 0 ? end : fieldLines(b, end, to);
  }

  /** Parses a response head in {@code b[0, to)}. */
  public int response(byte[] b, int to) {
    bytes = b;
    int version = version(b, 0, to);
    if (version <= 0) {
      return version;
    }
    int i = version;
    if (i == to) {
      return MORE;
    }
    if (b[i++] != ' ') {
      return refuse(malformed);
    }
    status = 0;
    for (int digits = 0; digits < 3; digits++, i++) {
      if (i == to) {
        return MORE;
      }
      if (!Ascii.isDigit(b[i])) {
        return refuse(malformed);
      }
      status = status * 10 + b[i] - '0';
    }
    if (status < 100) {
      return refuse(malformed);
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
    if (i > limits.lineBytes()) {
      return refuse(malformed);
    }
    int end = lineEnd(b, i, to);
    return end <= 0 ? end : fieldLines(b, end, to);
  }

  /** Parses field lines up to the empty line in {@code b[0, to)}: a trailer section. */
  public int trailers(byte[] b, int to) {
    bytes = b;
    return fieldLines(b, 0, to);
  }

  private int unfinishedLine(int lineStart, int to) {
    return to - lineStart > limits.lineBytes() ? refuse(FailureCode.TARGET_TOO_LONG) : MORE;
  }

  /**
   * HTTP/1.0 and 1.1; any other version that is well-formed is refused as a version, the rest as
   * nonsense.
   */
  private int version(byte[] b, int from, int to) {
    for (int k = 0; k < PROTOCOL.length; k++) {
      if (from + k == to) {
        return MORE;
      }
      if (b[from + k] != PROTOCOL[k]) {
        return refuse(malformed);
      }
    }
    int at = from + PROTOCOL.length;
    if (at < to && !Ascii.isDigit(b[at])) {
      return refuse(malformed);
    }
    if (at + 1 < to && b[at + 1] != '.') {
      return refuse(malformed);
    }
    if (at + 2 < to && !Ascii.isDigit(b[at + 2])) {
      return refuse(malformed);
    }
    if (at + 3 > to) {
      return MORE;
    }
    minor = b[at + 2] - '0';
    if (b[at] != '1' || minor > 1) {
      return refuse(malformed == FailureCode.BAD_REQUEST ? FailureCode.BAD_VERSION : malformed);
    }
    return at + 3;
  }

  private int lineEnd(byte[] b, int i, int to) {
    if (i == to) {
      return MORE;
    }
    if (b[i] != '\r') {
      return refuse(malformed);
    }
    if (i + 1 == to) {
      return MORE;
    }
    return b[i + 1] == '\n' ? i + 2 : refuse(malformed);
  }

  private int fieldLines(byte[] b, int from, int to) {
    fields.clear();
    byte[] classes = Ascii.CLASS;
    int i = from;
    while (true) {
      if (i >= limits.headBytes()) {
        return refuse(tooLarge());
      }
      if (i == to) {
        return MORE;
      }
      int nameStart = i;
      while (i < to && (classes[b[i] & 0xff] & Ascii.TOKEN) != 0) {
        i++;
      }
      if (i == to) {
        return unfinishedFields(to);
      }
      if (i == nameStart) {
        headEnd = lineEnd(b, i, to);
        return headEnd;
      }
      if (b[i] != ':') {
        return refuse(malformed);
      }
      int nameEnd = i++;
      while (i < to && (b[i] == ' ' || b[i] == '\t')) {
        i++;
      }
      int valueStart = i;
      while (i < to && (classes[b[i] & 0xff] & Ascii.VALUE) != 0) {
        i++;
      }
      int valueEnd = i;
      int next = lineEnd(b, i, to);
      if (next <= 0) {
        return next == MORE ? unfinishedFields(to) : next;
      }
      while (valueEnd > valueStart && (b[valueEnd - 1] == ' ' || b[valueEnd - 1] == '\t')) {
        valueEnd--;
      }
      if (fields.count() == limits.fields()) {
        return refuse(tooLarge());
      }
      fields.add(
          nameStart, nameEnd, valueStart, valueEnd, next, KnownField.of(b, nameStart, nameEnd));
      i = next;
    }
  }

  private int unfinishedFields(int to) {
    return to >= limits.headBytes() ? refuse(tooLarge()) : MORE;
  }

  private FailureCode tooLarge() {
    return malformed == FailureCode.BAD_REQUEST ? FailureCode.HEAD_TOO_LARGE : malformed;
  }

  private int refuse(FailureCode code) {
    refusal = code;
    return REFUSED;
  }

  /** Why the last parse was refused. */
  public FailureCode refusal() {
    return refusal;
  }

  /** The array that the spans point into. */
  public byte[] bytes() {
    return bytes;
  }

  public HeaderSpans fields() {
    return fields;
  }

  /** Where the last complete head ended. */
  public int headEnd() {
    return headEnd;
  }

  public int methodStart() {
    return methodStart;
  }

  public int methodEnd() {
    return methodEnd;
  }

  public int targetStart() {
    return targetStart;
  }

  public int targetEnd() {
    return targetEnd;
  }

  /** The version's minor number, 0 or 1. */
  public int minor() {
    return minor;
  }

  public int status() {
    return status;
  }

  public int reasonStart() {
    return reasonStart;
  }

  public int reasonEnd() {
    return reasonEnd;
  }
}
