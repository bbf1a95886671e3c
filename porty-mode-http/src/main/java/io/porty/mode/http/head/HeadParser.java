package io.porty.mode.http.head;

import io.porty.api.FailureCode;

/**
 * Parses a request head, response head or trailer section strictly by RFC 9112: CR LF line ends,
 * one space between the parts of a start line, token names, no white space before a colon, no
 * folding, no control bytes. Each call parses an array from its start; results are spans. Returns
 * the position after the head, {@link #MORE}, or {@link #MALFORMED} with a {@link FailureCode}: a
 * partially valid head is never returned. The first lines are parsed by {@link RequestLine} and
 * {@link StatusLine}.
 *
 * <p>One for each event loop and kind of message; not thread-safe.
 */
public final class HeadParser {

  /** The head is valid so far, but incomplete. */
  public static final int MORE = 0;

  /** The head is malformed; {@link #error} has the error code. */
  public static final int MALFORMED = -1;

  private final HeadLimits limits;
  private final FailureCode malformed;
  private final HeaderSpans fields = new HeaderSpans();
  private byte[] bytes = new byte[0];
  private final boolean lenient;
  private final RequestLine requestLine = new RequestLine();
  private final StatusLine statusLine = new StatusLine();
  private final HttpVersion version = new HttpVersion();
  private FailureCode error = FailureCode.BAD_REQUEST;
  private int errorAt;
  private int parsedTo;
  private boolean irregular;

  private int headEnd;

  private HeadParser(HeadLimits limits, FailureCode malformed, boolean lenient) {
    this.limits = limits;
    this.malformed = malformed;
    this.lenient = lenient;
  }

  public static HeadParser forRequests(HeadLimits limits) {
    return new HeadParser(limits, FailureCode.BAD_REQUEST, false);
  }

  public static HeadParser forResponses(HeadLimits limits) {
    return new HeadParser(limits, FailureCode.BACKEND_INVALID, false);
  }

  /**
   * A parser for responses of backends that cannot be fixed: accepts deviations that are
   * unambiguous, such as bare line feeds, white space before a colon, and non-standard status
   * lines.
   */
  public static HeadParser forLenientResponses(HeadLimits limits) {
    return new HeadParser(limits, FailureCode.BACKEND_INVALID, true);
  }

  /** Parses a request head in {@code b[0, to)}. */
  public int request(byte[] b, int to) {
    bytes = b;
    parsedTo = to;
    int version = requestLine.parse(this, b, to);
    int end = version <= 0 ? version : lineEnd(b, version, to);
    if (end == MORE) {
      return unfinished(FailureCode.TARGET_TOO_LONG, to);
    }
    return end < 0 ? end : fieldLines(b, end, to);
  }

  /** Parses a response head in {@code b[0, to)}. */
  public int response(byte[] b, int to) {
    bytes = b;
    parsedTo = to;
    int line = statusLine.parse(this, b, to);
    if (line > limits.lineBytes()) {
      return refuse(malformed, 0);
    }
    int end = line <= 0 ? line : lineEnd(b, line, to);
    if (end == MORE) {
      return unfinished(malformed, to);
    }
    return end < 0 ? end : fieldLines(b, end, to);
  }

  /** Parses field lines up to the empty line in {@code b[0, to)}: a trailer section. */
  public int trailers(byte[] b, int to) {
    bytes = b;
    parsedTo = to;
    return fieldLines(b, 0, to);
  }

  /** RFC 9112 section 2.2: a bare line feed is accepted as line end by lenient parsers only. */
  private int lineEnd(byte[] b, int i, int to) {
    if (i == to) {
      return MORE;
    }
    if (b[i] != '\r') {
      if (lenient && b[i] == '\n') {
        irregular = true;
        return i + 1;
      }
      return refuse(malformed, i);
    }
    if (i + 1 == to) {
      return MORE;
    }
    return b[i + 1] == '\n' ? i + 2 : refuse(malformed, i + 1);
  }

  private int fieldLines(byte[] b, int from, int to) {
    fields.clear();
    irregular = from > 0 && lenient && b[from - 2] != '\r';
    byte[] classes = Ascii.CLASS;
    int i = from;
    while (true) {
      if (i >= limits.headBytes()) {
        return refuse(tooLarge(), i);
      }
      if (i == to) {
        return MORE;
      }
      int nameStart = i;
      while (i < to && (classes[b[i] & 0xff] & Ascii.TOKEN) != 0) {
        i++;
      }
      if (i == to) {
        return unfinished(tooLarge(), to);
      }
      if (i == nameStart) {
        headEnd = lineEnd(b, i, to);
        return headEnd == MORE ? unfinished(tooLarge(), to) : headEnd;
      }
      int nameEnd = i;
      if (lenient && b[i] != ':') {
        i = skipBlanks(b, i, to);
        if (i == to) {
          return unfinished(tooLarge(), to);
        }
      }
      if (b[i] != ':') {
        return refuse(malformed, i);
      }
      i++;
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
        return next == MORE ? unfinished(tooLarge(), to) : next;
      }
      while (valueEnd > valueStart && (b[valueEnd - 1] == ' ' || b[valueEnd - 1] == '\t')) {
        valueEnd--;
      }
      if (fields.count() == limits.fields()) {
        return refuse(tooLarge(), nameStart);
      }
      fields.add(
          nameStart, nameEnd, valueStart, valueEnd, next, HeaderName.of(b, nameStart, nameEnd));
      i = next;
    }
  }

  /** A head that has used up its bytes is refused: waiting for more would keep all that comes. */
  private int unfinished(FailureCode code, int to) {
    return to >= limits.headBytes() ? refuse(code, to) : MORE;
  }

  /**
   * Skips white space between a name and its colon in lenient mode; it is not forwarded (RFC 9112
   * section 5.1).
   */
  private int skipBlanks(byte[] b, int from, int to) {
    int i = from;
    while (i < to && (b[i] == ' ' || b[i] == '\t')) {
      i++;
    }
    irregular |= i > from;
    return i;
  }

  private FailureCode tooLarge() {
    return isForRequests() ? FailureCode.HEAD_TOO_LARGE : malformed;
  }

  int refuse(FailureCode code, int at) {
    error = code;
    errorAt = at;
    return MALFORMED;
  }

  /** As {@link #refuse}, for malformed bytes. */
  int malformed(int at) {
    return refuse(malformed, at);
  }

  /** A parser with a copy of this parser's complete request head. */
  HeadParser retained(byte[] head) {
    HeadParser copy = new HeadParser(limits, malformed, lenient);
    copy.request(head, head.length);
    return copy;
  }

  /** The position of the last error with its surroundings: line, byte and an excerpt. */
  public String fault() {
    return Excerpt.of(bytes, errorAt, parsedTo);
  }

  /** An excerpt of the last complete head at a position. */
  public String excerpt(int at) {
    return Excerpt.of(bytes, at, headEnd);
  }

  /** Whether its lines have to be normalised to be forwarded; lenient parsers only. */
  public boolean isIrregular() {
    return irregular;
  }

  /** The error code of the last failed parse. */
  public FailureCode error() {
    return error;
  }

  /** The array that the spans point into. */
  public byte[] bytes() {
    return bytes;
  }

  public HeaderSpans fields() {
    return fields;
  }

  /** The end of the last complete head. */
  public int headEnd() {
    return headEnd;
  }

  public int methodStart() {
    return requestLine.methodStart();
  }

  public int methodEnd() {
    return requestLine.methodEnd();
  }

  public int targetStart() {
    return requestLine.targetStart();
  }

  public int targetEnd() {
    return requestLine.targetEnd();
  }

  /** The version's minor number, 0 or 1. */
  public int minor() {
    return version.minor();
  }

  void minor(int number) {
    version.minor(number);
  }

  /** As {@link HttpVersion#parse}. */
  int version(byte[] b, int from, int to) {
    return version.parse(this, b, from, to);
  }

  HeadLimits limits() {
    return limits;
  }

  boolean isForRequests() {
    return malformed == FailureCode.BAD_REQUEST;
  }

  boolean isLenient() {
    return lenient;
  }

  public int status() {
    return statusLine.status();
  }

  public int reasonStart() {
    return statusLine.reasonStart();
  }

  public int reasonEnd() {
    return statusLine.reasonEnd();
  }
}
