package io.porty.mode.http.edit;

import io.porty.api.log.TraceContext;
import io.porty.mode.http.head.HeadParser;
import io.porty.mode.http.head.HeadWriter;
import io.porty.mode.http.head.HeaderName;
import io.porty.mode.http.head.HeaderSpans;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * The trace of a request by W3C Trace Context level 1. Its fields are parsed strictly; malformed
 * ones are ignored. Reused with its exchange.
 */
public final class RequestTrace {

  /** Values of the key trace. */
  public enum Mode {
    /** The fields are propagated unchanged. */
    PROPAGATE,
    /** A request without a trace starts one. */
    START,
    /** Each request is a span: the backend gets Porty's span as parent. */
    SPAN
  }

  private static final int LENGTH = 55;
  private static final int TRACE_AT = 3;
  private static final int PARENT_AT = 36;
  private static final int FLAGS_AT = 53;
  private static final int SAMPLED = 1;
  private static final char[] DIGITS = "0123456789abcdef".toCharArray();

  private boolean present;
  private boolean sent;
  private boolean ours;
  private int flags;
  private @Nullable Ids ids;

  /** Made with the first trace. */
  private static final class Ids {
    long high;
    long low;
    long parent;
    long span;
  }

  /** No trace. */
  public void clear() {
    present = false;
    ours = false;
    sent = false;
  }

  /** Reads the trace of the parsed request, and starts one if the mode requires it. */
  public void read(HeadParser parser, Mode mode) {
    sent = find(parser);
    present = sent;
    ours = mode == Mode.SPAN || (mode == Mode.START && !sent);
    if (!ours) {
      return;
    }
    present = true;
    ThreadLocalRandom random = ThreadLocalRandom.current();
    Ids its = ids();
    if (!sent) {
      its.high = random.nextLong();
      its.low = notZero(random);
      its.parent = 0;
      flags = SAMPLED;
    }
    its.span = notZero(random);
  }

  private Ids ids() {
    Ids its = ids;
    if (its == null) {
      its = new Ids();
      ids = its;
    }
    return its;
  }

  private static long notZero(ThreadLocalRandom random) {
    long id = random.nextLong();
    return id == 0 ? 1 : id;
  }

  private boolean find(HeadParser parser) {
    HeaderSpans fields = parser.fields();
    int at = -1;
    for (int i = 0; i < fields.count(); i++) {
      if (fields.field(i) == HeaderName.TRACEPARENT) {
        if (at >= 0) {
          return false;
        }
        at = i;
      }
    }
    return at >= 0 && parse(parser.bytes(), fields.valueStart(at), fields.valueEnd(at));
  }

  /** Later versions may be longer, but have the same prefix. */
  private boolean parse(byte[] b, int start, int end) {
    int length = end - start;
    if (length < LENGTH
        || (length > LENGTH && (b[start + LENGTH] != '-' || isVersion(b, start, 0)))) {
      return false;
    }
    boolean dashes =
        b[start + 2] == '-' && b[start + PARENT_AT - 1] == '-' && b[start + FLAGS_AT - 1] == '-';
    boolean digits =
        areHex(b, start, 2)
            && areHex(b, start + TRACE_AT, 32)
            && areHex(b, start + PARENT_AT, 16)
            && areHex(b, start + FLAGS_AT, 2);
    if (!dashes || !digits || isVersion(b, start, 0xff)) {
      return false;
    }
    Ids its = ids();
    its.high = hex(b, start + TRACE_AT, 16);
    its.low = hex(b, start + TRACE_AT + 16, 16);
    its.parent = hex(b, start + PARENT_AT, 16);
    flags = (int) hex(b, start + FLAGS_AT, 2) & SAMPLED;
    return (its.high | its.low) != 0 && its.parent != 0;
  }

  private static boolean isVersion(byte[] b, int start, int version) {
    return hex(b, start, 2) == version;
  }

  private static boolean areHex(byte[] b, int start, int count) {
    for (int i = start; i < start + count; i++) {
      boolean digit = (b[i] >= '0' && b[i] <= '9') || (b[i] >= 'a' && b[i] <= 'f');
      if (!digit) {
        return false;
      }
    }
    return true;
  }

  private static long hex(byte[] b, int start, int count) {
    long value = 0;
    for (int i = start; i < start + count; i++) {
      value = value << 4 | (Character.digit(b[i], 16) & 0xf);
    }
    return value;
  }

  /** Whether traceparent is rewritten, and the client's dropped. */
  boolean isOurs() {
    return ours;
  }

  /** Whether the client's tracestate belongs to the trace that the backend gets. */
  boolean keepsState() {
    return !ours || sent;
  }

  void write(HeadWriter out) {
    Ids its = ids();
    out.put("traceparent: 00-");
    hex(out, its.high);
    hex(out, its.low);
    out.put('-');
    hex(out, its.span);
    out.put('-').put('0').put(DIGITS[flags]).line();
  }

  private static void hex(HeadWriter out, long value) {
    for (int shift = 60; shift >= 0; shift -= 4) {
      out.put(DIGITS[(int) (value >>> shift) & 0xf]);
    }
  }

  public boolean isPresent() {
    return present;
  }

  /** 32 hexadecimal digits, if it is present. */
  public String traceId() {
    HexFormat format = HexFormat.of();
    return format.toHexDigits(ids().high) + format.toHexDigits(ids().low);
  }

  /** The trace for access log records. */
  public TraceContext context() {
    HexFormat format = HexFormat.of();
    return new TraceContext(
        traceId(),
        sent ? format.toHexDigits(ids().parent) : "",
        ours ? format.toHexDigits(ids().span) : "",
        flags == SAMPLED);
  }
}
