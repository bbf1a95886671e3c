package io.porty.mode.http.h2;

import io.porty.mode.http.head.Ascii;
import io.porty.mode.http.head.HeadWriter;
import io.porty.mode.http.head.HeaderName;
import io.porty.mode.http.head.NeverIndexed;
import io.porty.mode.http.hpack.HpackEncoder;
import java.util.Arrays;

/**
 * Encodes a finished HTTP/1 head of Porty's own writing as a header block: {@code :status}, names
 * in lower case, without connection-specific fields and the reason (RFC 9113 section 8.2.2). One
 * for each event loop.
 */
final class ResponseBlock {

  private static final int LINE_BREAK = 2;

  /** Of {@code HTTP/1.1 200}. */
  private static final int STATUS_AT = 9;

  private final EncodedLines lines = new EncodedLines();

  private static final byte[] ACCEPT = Ascii.bytes("sec-websocket-accept");

  /** The status of a head. */
  static int status(HeadWriter head) {
    byte[] b = head.bytes();
    return (b[STATUS_AT] - '0') * 100 + (b[STATUS_AT + 1] - '0') * 10 + b[STATUS_AT + 2] - '0';
  }

  /**
   * Encodes a response head, whose names are changed to lower case.
   *
   * @param status in place of the head's own
   * @return the position behind the head's empty line, where a body may follow
   */
  int encode(HpackEncoder out, HeadWriter head, int status) {
    out.status(status);
    byte[] b = head.bytes();
    int line = STATUS_AT;
    while (b[line] != '\n') {
      line++;
    }
    NeverIndexed never = head.neverIndexed();
    int at = line + 1;
    while (b[at] != '\r') {
      int known = never.isEmpty() ? lines.add(out, b, at) : at;
      at = known == at ? line(out, b, at, never) : known;
    }
    return at + LINE_BREAK;
  }

  /** Encodes a line that is not known; returns the position behind it. */
  private int line(HpackEncoder out, byte[] b, int at, NeverIndexed never) {
    int end = end(b, at);
    if (never.isEmpty()) {
      int from = out.length();
      lines.begin(b, at, end);
      field(out, b, at, lowerName(b, at), end, false);
      lines.end(out, from);
    } else {
      int nameEnd = lowerName(b, at);
      field(out, b, at, nameEnd, end, never.contains(b, at, nameEnd));
    }
    return end;
  }

  /**
   * Encodes a trailer section, up to its empty line; its names are changed to lower case. No hop
   * may index them: whether their sender has said so is not known, and there is little to gain.
   */
  static void trailers(HpackEncoder out, byte[] section) {
    int at = 0;
    while (section[at] != '\r') {
      int end = end(section, at);
      field(out, section, at, lowerName(section, at), end, true);
      at = end;
    }
  }

  /** The position behind a line. */
  private static int end(byte[] b, int line) {
    int at = line;
    while (b[at] != '\r') {
      at++;
    }
    return at + LINE_BREAK;
  }

  /** Changes a line's name to lower case; returns its end. */
  private static int lowerName(byte[] b, int line) {
    int at = line;
    while (b[at] != ':') {
      b[at] = Ascii.lower(b[at]);
      at++;
    }
    return at;
  }

  private static void field(
      HpackEncoder out, byte[] b, int nameStart, int nameEnd, int end, boolean neverIndexed) {
    int valueStart = nameEnd + 1;
    while (b[valueStart] == ' ' || b[valueStart] == '\t') {
      valueStart++;
    }
    int valueEnd = end - LINE_BREAK;
    while (valueEnd > valueStart && (b[valueEnd - 1] == ' ' || b[valueEnd - 1] == '\t')) {
      valueEnd--;
    }
    HeaderName name = HeaderName.of(b, nameStart, nameEnd);
    if (!FieldRules.isOfConnection(name) && !isAccept(b, nameStart, nameEnd)) {
      out.field(b, nameStart, nameEnd, valueStart, valueEnd, neverIndexed);
    }
  }

  /** The answer to Porty's own handshake, which no client of HTTP/2 has asked for. */
  private static boolean isAccept(byte[] b, int from, int to) {
    return Arrays.equals(b, from, to, ACCEPT, 0, ACCEPT.length);
  }
}
