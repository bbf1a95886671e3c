package io.porty.mode.http.edit;

import io.porty.mode.http.head.Ascii;
import io.porty.mode.http.head.HeaderName;
import io.porty.mode.http.head.HeaderSpans;
import io.porty.mode.http.head.RequestHead;

/**
 * Parses the first element of Forwarded (RFC 7239 section 4), which describes the client as the
 * first proxy saw it. Spans are packed into a long to avoid allocation.
 */
final class ForwardedElement {

  static final byte[] PROTO = Ascii.bytes("proto");
  static final byte[] HOST = Ascii.bytes("host");

  /** The parameter is missing. */
  static final long NONE = -1;

  /**
   * The span of a parameter's value, without its quotes.
   *
   * @param name in lower case
   */
  static long find(RequestHead head, byte[] name) {
    HeaderSpans fields = head.parser().fields();
    for (int i = 0; i < fields.count(); i++) {
      if (fields.field(i) == HeaderName.FORWARDED && fields.valueEnd(i) > fields.valueStart(i)) {
        return find(head.parser().bytes(), fields.valueStart(i), fields.valueEnd(i), name);
      }
    }
    return NONE;
  }

  private static long find(byte[] b, int start, int end, byte[] name) {
    int from = start;
    while (from < end && b[from] != ',') {
      int to = pairEnd(b, from, end);
      long value = value(b, from, to, name);
      if (value != NONE) {
        return value;
      }
      from = to < end && b[to] == ';' ? to + 1 : to;
    }
    return NONE;
  }

  /** The position of the semicolon or comma after a pair, ignoring those in quoted strings. */
  private static int pairEnd(byte[] b, int from, int end) {
    boolean quoted = false;
    int i = from;
    while (i < end && (quoted || (b[i] != ';' && b[i] != ','))) {
      if (quoted && b[i] == '\\') {
        i++;
      } else if (b[i] == '"') {
        quoted = !quoted;
      }
      i++;
    }
    return Math.min(i, end);
  }

  private static long value(byte[] b, int from, int to, byte[] name) {
    int start = from;
    while (start < to && (b[start] == ' ' || b[start] == '\t')) {
      start++;
    }
    int equals = start + name.length;
    if (equals >= to || b[equals] != '=' || !Ascii.equalsIgnoreCase(b, start, equals, name)) {
      return NONE;
    }
    int first = equals + 1;
    int last = to;
    while (last > first && (b[last - 1] == ' ' || b[last - 1] == '\t')) {
      last--;
    }
    if (last - first >= 2 && b[first] == '"' && b[last - 1] == '"') {
      first++;
      last--;
    }
    return (long) first << 32 | last;
  }

  static int start(long span) {
    return (int) (span >> 32);
  }

  static int end(long span) {
    return (int) span;
  }

  private ForwardedElement() {}
}
