package io.porty.mode.http.exchange;

import io.porty.mode.http.head.Ascii;
import io.porty.mode.http.head.HeadParser;
import io.porty.mode.http.head.HeaderSpans;
import io.porty.mode.http.head.KnownField;

/** Finds this Porty's own token among the Via entries of a request (RFC 9110 section 7.6.3). */
final class LoopDetection {

  static boolean cameThroughHere(HeadParser parser, byte[] token) {
    HeaderSpans fields = parser.fields();
    for (int i = 0; i < fields.count(); i++) {
      if (fields.field(i) == KnownField.VIA
          && names(parser.bytes(), fields.valueStart(i), fields.valueEnd(i), token)) {
        return true;
      }
    }
    return false;
  }

  /** Whether a word of the value is the token. */
  private static boolean names(byte[] b, int start, int end, byte[] token) {
    int i = start;
    while (i < end) {
      while (i < end && isBreak(b[i])) {
        i++;
      }
      int from = i;
      while (i < end && !isBreak(b[i])) {
        i++;
      }
      if (Ascii.equalsIgnoreCase(b, from, i, token)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isBreak(byte b) {
    return b == ' ' || b == '\t' || b == ',';
  }

  private LoopDetection() {}
}
