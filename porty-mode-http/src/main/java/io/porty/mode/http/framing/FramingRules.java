package io.porty.mode.http.framing;

import io.porty.api.FailureCode;
import io.porty.mode.http.head.Ascii;
import io.porty.mode.http.head.HeaderSpans;
import io.porty.mode.http.head.KnownField;
import org.jspecify.annotations.Nullable;

/**
 * RFC 9112 section 6.3 as one method, without its lenient branches: whatever two parties could read
 * in two ways is refused. The result is kept in the object, which is reused for every message of a
 * loop.
 */
public final class FramingRules {

  private static final byte[] CHUNKED = Ascii.bytes("chunked");
  private static final int MOST_DIGITS = 19;

  private final FailureCode ambiguous;
  private final FailureCode unknownCoding;
  private Framing framing = Framing.NONE;
  private long length;

  private FramingRules(FailureCode ambiguous, FailureCode unknownCoding) {
    this.ambiguous = ambiguous;
    this.unknownCoding = unknownCoding;
  }

  public static FramingRules forRequests() {
    return new FramingRules(FailureCode.BAD_FRAMING, FailureCode.UNKNOWN_CODING);
  }

  public static FramingRules forResponses() {
    return new FramingRules(FailureCode.BACKEND_INVALID, FailureCode.BACKEND_INVALID);
  }

  /** A request without both fields has no body. Answers what is wrong, or null. */
  public @Nullable FailureCode request(byte[] b, HeaderSpans fields, int minor) {
    return decide(b, fields, minor, Framing.NONE);
  }

  /**
   * @param bodiless the response has no body by rule: to HEAD, 1xx, 204, 304
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
    int lengths = 0;
    boolean unknown = false;
    int lengthAt = -1;
    long declared = -1;
    for (int i = 0; i < fields.count(); i++) {
      KnownField field = fields.field(i);
      if (field == KnownField.CONTENT_LENGTH) {
        long value = digits(b, fields.valueStart(i), fields.valueEnd(i));
        if (value < 0
            || (lengths > 0 && (declared != value || !sameDigits(b, fields, lengthAt, i)))) {
          return ambiguous;
        }
        declared = value;
        lengthAt = i;
        lengths++;
      } else if (field == KnownField.TRANSFER_ENCODING) {
        if (fields.valueStart(i) == fields.valueEnd(i)) {
          return ambiguous;
        }
        if (!Ascii.equalsIgnoreCase(b, fields.valueStart(i), fields.valueEnd(i), CHUNKED)) {
          unknown = true;
        }
        codings++;
      }
    }
    length = declared;
    if (codings > 0) {
      framing = Framing.CHUNKED;
      if (declared >= 0 || minor == 0) {
        return ambiguous;
      }
      if (unknown) {
        return unknownCoding;
      }
      return codings > 1 ? ambiguous : null;
    }
    if (declared < 0) {
      framing = otherwise;
    } else {
      framing = declared == 0 ? Framing.NONE : Framing.FIXED;
    }
    return null;
  }

  /** Equal numbers that are written differently may be read differently. */
  private static boolean sameDigits(byte[] b, HeaderSpans fields, int one, int other) {
    int length = fields.valueEnd(one) - fields.valueStart(one);
    if (length != fields.valueEnd(other) - fields.valueStart(other)) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (b[fields.valueStart(one) + i] != b[fields.valueStart(other) + i]) {
        return false;
      }
    }
    return true;
  }

  /** 1*DIGIT that fits a signed 64-bit number; -1 otherwise. */
  private static long digits(byte[] b, int start, int end) {
    int from = start;
    while (from < end - 1 && b[from] == '0') {
      from++;
    }
    if (from == end || end - from > MOST_DIGITS) {
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

  /** The declared length, also where it describes no body (HEAD, 304); -1 if none was declared. */
  public long length() {
    return length;
  }
}
