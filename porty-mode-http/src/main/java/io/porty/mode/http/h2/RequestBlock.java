package io.porty.mode.http.h2;

import io.porty.mode.http.head.Ascii;
import io.porty.mode.http.head.HeadWriter;
import io.porty.mode.http.head.HeaderName;
import io.porty.mode.http.head.NeverIndexed;
import io.porty.mode.http.hpack.FieldSink;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Writes the fields of a request as a head in HTTP/1 form, after the checks of RFC 9113 sections
 * 8.2 and 8.3: what could not stand in that form, or would say something else there, is malformed.
 * The rest of the grammar is that of {@code HeadParser}, which reads the result. One for each event
 * loop, reused.
 */
final class RequestBlock implements FieldSink {

  private static final byte[] VERSION = Ascii.bytes(" HTTP/1.1\r\n");
  private static final byte[] HOST = Ascii.bytes("host: ");
  private static final byte[] COOKIE = Ascii.bytes("cookie: ");
  private static final byte[] CRUMBS = Ascii.bytes("; ");
  private static final byte[] SEPARATOR = Ascii.bytes(": ");
  private static final byte[] TRAILERS = Ascii.bytes("trailers");
  private static final byte[] KEY = Ascii.bytes("sec-websocket-key");
  private static final byte[] HANDSHAKE =
      Ascii.bytes("connection: Upgrade\r\nupgrade: websocket\r\nsec-websocket-key: ");

  private final HeadWriter out = new HeadWriter();
  private final HeadWriter cookies = new HeadWriter();
  private final PseudoFields pseudo = new PseudoFields();
  private final PriorityField priority = new PriorityField();
  private final boolean takesConnect;
  private boolean lineWritten;
  private NeverIndexed never = NeverIndexed.NONE;
  private @Nullable String fault;

  /**
   * @param takesConnect whether extended CONNECT was announced
   */
  RequestBlock(boolean takesConnect) {
    this.takesConnect = takesConnect;
  }

  /** Begins a request. */
  void clear() {
    out.clear();
    cookies.clear();
    pseudo.clear();
    priority.clear();
    lineWritten = false;
    never = NeverIndexed.NONE;
    fault = null;
  }

  @Override
  public void field(byte[] b, int nameStart, int nameEnd, int valueEnd, boolean neverIndexed) {
    if (fault != null) {
      return;
    }
    if (neverIndexed) {
      never = FieldRules.marked(never, b, nameStart, nameEnd);
    }
    if (nameStart < nameEnd && b[nameStart] == ':') {
      fault = lineWritten ? "late pseudo-field" : pseudo.add(b, nameStart, nameEnd, valueEnd);
      return;
    }
    fault = FieldRules.problem(b, nameStart, nameEnd, valueEnd);
    if (fault == null && !lineWritten) {
      requestLine();
    }
    if (fault == null) {
      regular(b, nameStart, nameEnd, valueEnd);
    }
  }

  private void requestLine() {
    lineWritten = true;
    fault = pseudo.problem(takesConnect);
    if (fault != null) {
      return;
    }
    if (pseudo.isExtendedConnect()) {
      out.put("GET ");
    } else {
      pseudo.put(PseudoFields.Name.METHOD, out);
      out.put(' ');
    }
    boolean plainConnect = pseudo.isConnect() && !pseudo.isExtendedConnect();
    pseudo.put(plainConnect ? PseudoFields.Name.AUTHORITY : PseudoFields.Name.PATH, out);
    out.put(VERSION);
    if (pseudo.has(PseudoFields.Name.AUTHORITY)) {
      out.put(HOST);
      pseudo.put(PseudoFields.Name.AUTHORITY, out);
      out.line();
    }
  }

  private void regular(byte[] b, int nameStart, int nameEnd, int valueEnd) {
    HeaderName name = HeaderName.of(b, nameStart, nameEnd);
    if (name != null) {
      switch (name) {
        case CONNECTION, KEEP_ALIVE, PROXY_CONNECTION, TRANSFER_ENCODING, UPGRADE -> {
          fault = "connection-specific field";
          return;
        }
        case TE -> {
          if (!Arrays.equals(b, nameEnd, valueEnd, TRAILERS, 0, TRAILERS.length)) {
            fault = "te is not trailers";
            return;
          }
        }
        case HOST -> {
          if (pseudo.has(PseudoFields.Name.AUTHORITY)) {
            fault =
                pseudo.isAuthority(b, nameEnd, valueEnd) ? null : "host differs from :authority";
            return;
          }
        }
        case COOKIE -> {
          cookies.put(cookies.length() == 0 ? COOKIE : CRUMBS).put(b, nameEnd, valueEnd);
          return;
        }
        default -> {}
      }
    } else if (isKey(b, nameStart, nameEnd)) {
      return;
    } else {
      priority.readIfNamed(b, nameStart, nameEnd, valueEnd);
    }
    out.put(b, nameStart, nameEnd).put(SEPARATOR).put(b, nameEnd, valueEnd).line();
  }

  /** Of no meaning in an extended CONNECT: the handshake with the backend has one of Porty's. */
  private boolean isKey(byte[] b, int from, int to) {
    return pseudo.isExtendedConnect() && Arrays.equals(b, from, to, KEY, 0, KEY.length);
  }

  /**
   * Ends the head.
   *
   * @param key of the WebSocket handshake, if the request is one
   * @return what is wrong with the request; null if it can be parsed
   */
  @Nullable String finish(byte[] key) {
    if (fault == null && !lineWritten) {
      requestLine();
    }
    if (fault == null) {
      if (cookies.length() > 0) {
        out.put(cookies.bytes(), 0, cookies.length()).line();
      }
      if (pseudo.isExtendedConnect() && pseudo.isWebSocket()) {
        out.put(HANDSHAKE).put(key).line();
      }
      out.line();
    }
    return fault;
  }

  /** Whether it is an extended CONNECT (RFC 8441). */
  boolean isExtendedConnect() {
    return pseudo.isExtendedConnect();
  }

  /** Whether it opens a WebSocket. */
  boolean isWebSocket() {
    return pseudo.isExtendedConnect() && pseudo.isWebSocket();
  }

  PriorityField priority() {
    return priority;
  }

  /** The fields that no hop may index. */
  NeverIndexed neverIndexed() {
    return never;
  }

  /** The head's bytes, up to {@link #length}. */
  byte[] bytes() {
    return out.bytes();
  }

  int length() {
    return out.length();
  }
}
