package io.porty.mode.http.h2;

import io.porty.mode.http.head.Ascii;
import io.porty.mode.http.head.HeadWriter;
import io.porty.mode.http.head.HeaderName;
import io.porty.mode.http.hpack.HpackEncoder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Encodes a finished HTTP/1 head of Porty's own writing as a header block: {@code :status}, names
 * in lower case, without connection-specific fields and the reason (RFC 9113 section 8.2.2). On the
 * event loop.
 */
final class ResponseBlock {

  /** Of {@code HTTP/1.1 200}. */
  private static final int STATUS_AT = 9;

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
  static int encode(HpackEncoder out, HeadWriter head, int status) {
    out.status(status);
    byte[] b = head.bytes();
    int line = STATUS_AT;
    while (b[line] != '\n') {
      line++;
    }
    return fields(out, b, line + 1);
  }

  /** Encodes a trailer section, up to its empty line. */
  static void trailers(HpackEncoder out, byte[] section) {
    fields(out, section, 0);
  }

  private static int fields(HpackEncoder out, byte[] b, int from) {
    int at = from;
    while (b[at] != '\r') {
      int nameStart = at;
      while (b[at] != ':') {
        b[at] = Ascii.lower(b[at]);
        at++;
      }
      int nameEnd = at++;
      while (b[at] == ' ' || b[at] == '\t') {
        at++;
      }
      int valueStart = at;
      while (b[at] != '\r') {
        at++;
      }
      int valueEnd = at;
      while (valueEnd > valueStart && (b[valueEnd - 1] == ' ' || b[valueEnd - 1] == '\t')) {
        valueEnd--;
      }
      at += 2;
      if (isPassed(HeaderName.of(b, nameStart, nameEnd)) && !isAccept(b, nameStart, nameEnd)) {
        out.field(b, nameStart, nameEnd, valueStart, valueEnd, false);
      }
    }
    return at + 2;
  }

  private static boolean isPassed(@Nullable HeaderName name) {
    if (name == null) {
      return true;
    }
    return switch (name) {
      case CONNECTION, KEEP_ALIVE, PROXY_CONNECTION, TRANSFER_ENCODING, UPGRADE -> false;
      default -> true;
    };
  }

  /** The answer to Porty's own handshake, which no client of HTTP/2 has asked for. */
  private static boolean isAccept(byte[] b, int from, int to) {
    return Arrays.equals(b, from, to, ACCEPT, 0, ACCEPT.length);
  }

  private ResponseBlock() {}
}
