package io.porty.mode.http.exchange;

import io.porty.mode.http.head.Ascii;
import io.porty.mode.http.head.HeadParser;
import io.porty.mode.http.head.HeaderName;
import io.porty.mode.http.head.HeaderSpans;

/**
 * Detects forwarding loops by this process's tokens in Via (RFC 9110 section 7.6.3) and CDN-Loop
 * (RFC 8586). Each route has a token: a request may pass several routes of one process, but each
 * only once.
 */
final class LoopDetection {

  /** Maximum number of routes of one process in a chain. */
  static final int MAX_HOPS = 10;

  /**
   * Whether the request has passed this route before, or too many others.
   *
   * @param route token of the route, which begins with {@code instance}
   * @param instance the common prefix of all tokens of this process
   */
  static boolean isLoop(HeadParser parser, byte[] route, byte[] instance) {
    HeaderSpans fields = parser.fields();
    int hops = 0;
    for (int i = 0; i < fields.count(); i++) {
      if (fields.field(i) == HeaderName.VIA || fields.field(i) == HeaderName.CDN_LOOP) {
        int end = fields.valueEnd(i);
        int from = wordStart(parser.bytes(), fields.valueStart(i), end);
        while (from < end) {
          int to = wordEnd(parser.bytes(), from, end);
          if (Ascii.equalsIgnoreCase(parser.bytes(), from, to, route)) {
            return true;
          }
          hops += isOf(parser.bytes(), from, to, instance) ? 1 : 0;
          from = wordStart(parser.bytes(), to, end);
        }
      }
    }
    return hops >= MAX_HOPS;
  }

  private static boolean isOf(byte[] b, int from, int to, byte[] instance) {
    int end = from + instance.length;
    return end <= to && Ascii.equalsIgnoreCase(b, from, end, instance);
  }

  private static int wordStart(byte[] b, int from, int end) {
    int i = from;
    while (i < end && isBreak(b[i])) {
      i++;
    }
    return i;
  }

  private static int wordEnd(byte[] b, int from, int end) {
    int i = from;
    while (i < end && !isBreak(b[i])) {
      i++;
    }
    return i;
  }

  private static boolean isBreak(byte b) {
    return b == ' ' || b == '\t' || b == ',' || b == ';';
  }

  private LoopDetection() {}
}
