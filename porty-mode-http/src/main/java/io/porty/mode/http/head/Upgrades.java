package io.porty.mode.http.head;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Protocol lists of Upgrade fields (RFC 9110 section 7.8). */
final class Upgrades {

  private static final byte[] WEBSOCKET = Ascii.bytes("websocket");

  private static final byte[] H2C = Ascii.bytes("h2c");

  /**
   * The requested protocols that are permitted: the listed members of all Upgrade lines; none if
   * h2c is among them.
   *
   * @param listed permitted protocols in lower case
   * @param handshake whether the request can be a WebSocket handshake
   * @return one of the listed, or several as a list; null for none
   */
  static byte @Nullable [] asked(HeadParser parser, List<byte[]> listed, boolean handshake) {
    byte[] found = null;
    byte[] b = parser.bytes();
    HeaderSpans fields = parser.fields();
    for (int i = 0; i < fields.count(); i++) {
      if (fields.field(i) != HeaderName.UPGRADE) {
        continue;
      }
      int end = fields.valueEnd(i);
      int from = ListValue.first(b, fields.valueStart(i), end);
      while (from < end) {
        int to = ListValue.end(b, from, end);
        if (Ascii.equalsIgnoreCase(b, from, to, H2C)) {
          // A client that offers h2c must not be upgraded to another protocol of its list.
          return null;
        }
        byte[] protocol = find(listed, b, from, to);
        if (protocol != null && (handshake || !Arrays.equals(protocol, WEBSOCKET))) {
          found = found == null ? protocol : joined(found, protocol);
        }
        from = ListValue.first(b, to, end);
      }
    }
    return found;
  }

  private static byte @Nullable [] find(List<byte[]> listed, byte[] b, int from, int to) {
    for (byte[] protocol : listed) {
      if (Ascii.equalsIgnoreCase(b, from, to, protocol)) {
        return protocol;
      }
    }
    return null;
  }

  private static byte[] joined(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + 2 + second.length);
    both[first.length] = ',';
    both[first.length + 1] = ' ';
    System.arraycopy(second, 0, both, first.length + 2, second.length);
    return both;
  }

  /** Whether the value names at least one protocol, and only requested ones. */
  static boolean areAsked(byte[] b, int start, int end, byte[] asked) {
    int from = ListValue.first(b, start, end);
    boolean any = from < end;
    while (from < end) {
      int to = ListValue.end(b, from, end);
      if (!isAsked(asked, b, from, to)) {
        return false;
      }
      from = ListValue.first(b, to, end);
    }
    return any;
  }

  private static boolean isAsked(byte[] asked, byte[] b, int from, int to) {
    int at = ListValue.first(asked, 0, asked.length);
    while (at < asked.length) {
      int end = ListValue.end(asked, at, asked.length);
      if (equalsIgnoreCase(asked, at, end, b, from, to)) {
        return true;
      }
      at = ListValue.first(asked, end, asked.length);
    }
    return false;
  }

  private static boolean equalsIgnoreCase(
      byte[] lower, int start, int end, byte[] b, int from, int to) {
    if (end - start != to - from) {
      return false;
    }
    for (int k = 0; k < to - from; k++) {
      if (Ascii.lower(b[from + k]) != lower[start + k]) {
        return false;
      }
    }
    return true;
  }

  private Upgrades() {}
}
