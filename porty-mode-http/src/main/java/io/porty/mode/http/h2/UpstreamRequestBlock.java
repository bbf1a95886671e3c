package io.porty.mode.http.h2;

import io.netty.buffer.ByteBuf;
import io.porty.api.Scheme;
import io.porty.mode.http.head.Ascii;
import io.porty.mode.http.head.HeaderName;
import io.porty.mode.http.head.NeverIndexed;
import io.porty.mode.http.hpack.HpackEncoder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Encodes the request head that {@code RequestEdit} has written in HTTP/1 form as a header block
 * for a backend: pseudo-fields first, Host as {@code :authority}, names in lower case, without
 * connection-specific fields (RFC 9113 sections 8.2.2 and 8.3.1). One for each event loop, reused.
 */
final class UpstreamRequestBlock {

  private static final int LINE_BREAK = 2;

  private static final int AUTHORITY = 1;
  private static final int METHOD_GET = 2;
  private static final int METHOD_POST = 3;
  private static final int PATH_SLASH = 4;
  private static final int SCHEME_HTTP = 6;
  private static final int SCHEME_HTTPS = 7;

  private static final byte[] GET = Ascii.bytes("GET");
  private static final byte[] POST = Ascii.bytes("POST");

  private static final byte[] PATH = Ascii.bytes(":path");
  private static final byte[] AUTHORITY_NAME = Ascii.bytes(":authority");
  private static final byte[] HOST = Ascii.bytes("host");
  private static final byte[] CONNECT = Ascii.bytes("CONNECT");
  private static final byte[] PROTOCOL = Ascii.bytes(":protocolwebsocket");
  private static final int PROTOCOL_END = 9;
  private static final String WEBSOCKET_KEY = "sec-websocket-key";

  private final EncodedLines lines = new EncodedLines();
  private byte[] b = new byte[2048];
  private byte[] webSocketKey = Ascii.NONE;
  private NeverIndexed never = NeverIndexed.NONE;

  /**
   * Encodes a head.
   *
   * @param head complete, with its empty line; stays with the caller
   * @param scheme of the connection
   * @param connects whether it is a WebSocket handshake, which becomes an extended CONNECT (RFC
   *     8441 section 5)
   * @param neverIndexed fields that no hop may index
   */
  void encode(
      HpackEncoder out, ByteBuf head, Scheme scheme, boolean connects, NeverIndexed neverIndexed) {
    never = neverIndexed;
    int length = head.readableBytes();
    if (b.length < length) {
      b = new byte[Math.max(length, 2 * b.length)];
    }
    head.getBytes(head.readerIndex(), b, 0, length);
    int methodEnd = find(0, ' ');
    int targetEnd = find(methodEnd + 1, ' ');
    int first = find(targetEnd, '\n') + 1;
    webSocketKey = Ascii.NONE;
    if (connects) {
      out.literal(METHOD_GET, CONNECT, 0, CONNECT.length, false);
      out.field(PROTOCOL, 0, PROTOCOL_END, PROTOCOL_END, PROTOCOL.length, false);
    } else {
      method(out, methodEnd);
    }
    out.indexed(scheme.isTls() ? SCHEME_HTTPS : SCHEME_HTTP);
    if (targetEnd == methodEnd + 2 && b[methodEnd + 1] == '/' && !isNever(PATH)) {
      out.indexed(PATH_SLASH);
    } else {
      out.literal(PATH_SLASH, b, methodEnd + 1, targetEnd, isNever(PATH));
    }
    // RequestEdit writes Host first.
    int nameEnd = find(first, ':');
    int valueEnd = find(nameEnd, '\r');
    int valueStart = value(nameEnd, valueEnd);
    if (valueStart < valueEnd) {
      out.literal(AUTHORITY, b, valueStart, valueEnd, isNever(AUTHORITY_NAME) || isNever(HOST));
    }
    fields(out, valueEnd + LINE_BREAK, connects);
  }

  /** The Sec-WebSocket-Key of the last handshake. */
  byte[] webSocketKey() {
    return webSocketKey;
  }

  private boolean isNever(byte[] name) {
    return never.contains(name, 0, name.length);
  }

  private void method(HpackEncoder out, int end) {
    if (Arrays.equals(b, 0, end, GET, 0, GET.length)) {
      out.indexed(METHOD_GET);
    } else if (Arrays.equals(b, 0, end, POST, 0, POST.length)) {
      out.indexed(METHOD_POST);
    } else {
      out.literal(METHOD_GET, b, 0, end, false);
    }
  }

  private void fields(HpackEncoder out, int start, boolean connects) {
    int at = start;
    while (b[at] != '\r') {
      int known = connects || !never.isEmpty() ? at : lines.add(out, b, at);
      at = known == at ? line(out, at, connects) : known;
    }
  }

  /** Encodes a line that is not known; returns the position behind it. */
  private int line(HpackEncoder out, int at, boolean connects) {
    int end = find(at, '\r') + LINE_BREAK;
    if (connects || !never.isEmpty()) {
      field(out, at, end - LINE_BREAK, connects);
      return end;
    }
    int from = out.length();
    lines.begin(b, at, end);
    field(out, at, end - LINE_BREAK, false);
    lines.end(out, from);
    return end;
  }

  private void field(HpackEncoder out, int nameStart, int end, boolean connects) {
    int nameEnd = nameStart;
    while (b[nameEnd] != ':') {
      b[nameEnd] = Ascii.lower(b[nameEnd]);
      nameEnd++;
    }
    if (connects && Ascii.equalsIgnoreCase(b, nameStart, nameEnd, WEBSOCKET_KEY)) {
      webSocketKey = Arrays.copyOfRange(b, value(nameEnd, end), end);
    } else if (isPassed(HeaderName.of(b, nameStart, nameEnd), connects)) {
      int value = value(nameEnd, end);
      boolean isNever = never.contains(b, nameStart, nameEnd);
      out.field(b, nameStart, nameEnd, value, trimmed(value, end), isNever);
    }
  }

  private int value(int nameEnd, int valueEnd) {
    int at = nameEnd + 1;
    while (at < valueEnd && (b[at] == ' ' || b[at] == '\t')) {
      at++;
    }
    return at;
  }

  /** White space at the end is none of HTTP/2's values (RFC 9113 section 8.2.1). */
  private int trimmed(int start, int end) {
    int at = end;
    while (at > start && (b[at - 1] == ' ' || b[at - 1] == '\t')) {
      at--;
    }
    return at;
  }

  private int find(int from, char c) {
    int at = from;
    while (b[at] != c) {
      at++;
    }
    return at;
  }

  /** A tunnel has no content, whose length a handshake may give as 0 (RFC 9110 section 9.3.6). */
  private static boolean isPassed(@Nullable HeaderName name, boolean connects) {
    return !FieldRules.isOfConnection(name)
        && name != HeaderName.HOST
        && !(connects && name == HeaderName.CONTENT_LENGTH);
  }
}
