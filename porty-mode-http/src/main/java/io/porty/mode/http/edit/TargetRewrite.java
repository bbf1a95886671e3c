package io.porty.mode.http.edit;

import io.porty.api.route.PercentEncoding;
import io.porty.mode.http.head.Ascii;
import io.porty.mode.http.head.HeadWriter;

/** Removes Porty's own parameters from a query; all other bytes are kept. */
final class TargetRewrite {

  private static final byte[] PREFIX = Ascii.bytes("porty_");

  /**
   * Writes path and query.
   *
   * @param mark position of the question mark; {@code end} if there is none
   */
  static void write(HeadWriter out, byte[] b, int start, int mark, int end) {
    if (mark == end || !mentions(b, mark, end)) {
      out.put(b, start, end);
      return;
    }
    out.put(b, start, mark);
    boolean first = true;
    int i = mark + 1;
    while (i <= end) {
      int next = i;
      while (next < end && b[next] != '&') {
        next++;
      }
      if (!isOwn(b, i, next)) {
        out.put(first ? '?' : '&').put(b, i, next);
        first = false;
      }
      i = next + 1;
    }
  }

  /** A fast check: an own parameter has an underscore, literal or percent-encoded. */
  private static boolean mentions(byte[] b, int start, int end) {
    for (int i = start; i < end; i++) {
      if (b[i] == '_' || b[i] == '%') {
        return true;
      }
    }
    return false;
  }

  /** Whether the parameter's name, percent-decoded once, starts with {@code porty_}. */
  private static boolean isOwn(byte[] b, int start, int end) {
    int i = start;
    for (byte expected : PREFIX) {
      if (i >= end) {
        return false;
      }
      int c = b[i++];
      if (c == '%') {
        if (i + 2 > end) {
          return false;
        }
        c = PercentEncoding.octet(b[i], b[i + 1]);
        i += 2;
      }
      if (c != expected) {
        return false;
      }
    }
    return true;
  }

  private TargetRewrite() {}
}
