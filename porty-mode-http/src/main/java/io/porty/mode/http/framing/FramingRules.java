package io.porty.mode.http.framing;

import io.porty.api.FailureCode;
import io.porty.mode.http.head.Ascii;
import io.porty.mode.http.head.HeaderName;
import io.porty.mode.http.head.HeaderSpans;
import io.porty.mode.http.head.ListValue;
import org.jspecify.annotations.Nullable;

/**
 * Determines the body length by RFC 9112 section 6.3, without its lenient options: ambiguous
 * framing is rejected. The result is kept in this object, which is reused for each message of an
 * event loop.
 */
public final class FramingRules {

  private static final byte[] CHUNKED = Ascii.bytes("chunked");
  private static final int MAX_DIGITS = 19;

  private final FailureCode ambiguous;
  private final FailureCode unknownCoding;
  private Framing framing = Framing.NONE;
  private long length;

  private final boolean lenient;
  private int problemAt;

  private FramingRules(FailureCode ambiguous, FailureCode unknownCoding, boolean lenient) {
    this.ambiguous = ambiguous;
    this.unknownCoding = unknownCoding;
    this.lenient = lenient;
  }

  public static FramingRules forRequests() {
    return new FramingRules(
        FailureCode.BAD_FRAMING, FailureCode.UNSUPPORTED_TRANSFER_CODING, false);
  }

  public static FramingRules forResponses() {
    return new FramingRules(FailureCode.BACKEND_INVALID, FailureCode.BACKEND_INVALID, false);
  }

  /**
   * Rules for responses of backends that cannot be fixed: a list of equal lengths and a repeated
   * {@code chunked} are unambiguous and accepted. Both fields together are not.
   */
  public static FramingRules forLenientResponses() {
    return new FramingRules(FailureCode.BACKEND_INVALID, FailureCode.BACKEND_INVALID, true);
  }

  /**
   * Determines the framing of a request; without either field it has no body.
   *
   * @return the error code; null if the framing is valid
   */
  public @Nullable FailureCode request(byte[] b, HeaderSpans fields, int minor) {
    return decide(b, fields, minor, Framing.NONE);
  }

  /**
   * @param bodiless whether the response has no body by definition: to HEAD, 1xx, 204, 304
   * @return the error code; null if the framing is valid
   */
  public @Nullable FailureCode response(byte[] b, HeaderSpans fields, int minor, boolean bodiless) {
    FailureCode failure = decide(b, fields, minor, Framing.UNTIL_CLOSE);
    if (failure == null && bodiless) {
      framing = Framing.NONE;
    }
    return failure;
  }

  private @Nullable FailureCode decide(byte[] b, HeaderSpans fields, int minor, Framing otherwise) {
    int codings = 0;
    int codingAt = -1;
    int unknownAt = -1;
    int lengthAt = -1;
    long declared = -1;
    problemAt = -1;
    for (int i = 0; i < fields.count(); i++) {
      HeaderName field = fields.field(i);
      if (field == HeaderName.CONTENT_LENGTH) {
        long value = length(b, fields.valueStart(i), fields.valueEnd(i));
        if (value < 0
            || (lengthAt >= 0 && (declared != value || !sameDigits(fields, lengthAt, i)))) {
          return problem(ambiguous, fields.nameStart(i));
        }
        declared = value;
        lengthAt = i;
      } else if (field == HeaderName.TRANSFER_ENCODING) {
        if (fields.valueStart(i) == fields.valueEnd(i)) {
          return problem(ambiguous, fields.nameStart(i));
        }
        unknownAt = isChunked(b, fields, i) ? unknownAt : fields.valueStart(i);
        codingAt = fields.nameStart(i);
        codings++;
      }
    }
    length = declared;
    if (codings > 0) {
      framing = Framing.CHUNKED;
      if (declared >= 0 || minor == 0) {
        return problem(ambiguous, codingAt);
      }
      if (unknownAt >= 0) {
        return problem(unknownCoding, unknownAt);
      }
      return codings > 1 && !lenient ? problem(ambiguous, codingAt) : null;
    }
    if (declared < 0) {
      framing = otherwise;
    } else {
      framing = declared == 0 ? Framing.NONE : Framing.CONTENT_LENGTH;
    }
    return null;
  }

  private FailureCode problem(FailureCode code, int at) {
    problemAt = at;
    return code;
  }

  /** The position of the error in the bytes; -1 if there is none. */
  public int problemAt() {
    return problemAt;
  }

  private boolean isChunked(byte[] b, HeaderSpans fields, int i) {
    int start = fields.valueStart(i);
    int end = fields.valueEnd(i);
    return lenient
        ? ListValue.isOnly(b, start, end, CHUNKED)
        : Ascii.equalsIgnoreCase(b, start, end, CHUNKED);
  }

  /** Parses a length; in lenient mode also a list of one repeated number. -1 for anything else. */
  private long length(byte[] b, int start, int end) {
    if (!lenient) {
      return digits(b, start, end);
    }
    long value = -1;
    int from = ListValue.first(b, start, end);
    while (from < end) {
      int to = ListValue.end(b, from, end);
      long next = digits(b, from, to);
      if (next < 0 || (value >= 0 && next != value)) {
        return -1;
      }
      value = next;
      from = ListValue.first(b, to, end);
    }
    return value;
  }

  /**
   * Whether two equal numbers are written alike, which their lengths tell; others are ambiguous.
   */
  private boolean sameDigits(HeaderSpans fields, int one, int other) {
    return lenient
        || fields.valueEnd(one) - fields.valueStart(one)
            == fields.valueEnd(other) - fields.valueStart(other);
  }

  /** Parses 1*DIGIT that fits a signed 64-bit number; -1 for anything else. */
  private static long digits(byte[] b, int start, int end) {
    int from = start;
    while (from < end - 1 && b[from] == '0') {
      from++;
    }
    if (from == end || end - from > MAX_DIGITS) {
      return -1;
    }
    long value = 0;
    for (int i = from; i < end; i++) {
      if (!Ascii.isDigit(b[i])) {
        return -1;
      }
      value = value * 10 + b[i] - '0';
      if (value < 0) {
        return -1;
      }
    }
    return value;
  }

  public Framing framing() {
    return framing;
  }

  /** The declared length, even if there is no body (HEAD, 304); -1 if none is declared. */
  public long length() {
    return length;
  }
}
