package io.porty.mode.http.h2;

import io.porty.mode.http.head.Ascii;
import io.porty.mode.http.head.HeadWriter;
import io.porty.mode.http.head.HeaderName;
import io.porty.mode.http.head.NeverIndexed;
import io.porty.mode.http.head.StatusPhrase;
import io.porty.mode.http.hpack.FieldSink;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Writes the fields of a backend's response as a head in HTTP/1 form, after the checks of RFC 9113
 * sections 8.2 and 8.3.2. The rest of the grammar is that of {@code HeadParser}, which reads the
 * result. One for each event loop, reused.
 */
final class UpstreamResponseBlock implements FieldSink {

  private static final byte[] STATUS = Ascii.bytes(":status");
  private static final byte[] VERSION = Ascii.bytes("HTTP/1.1 ");
  private static final byte[] SEPARATOR = Ascii.bytes(": ");

  private static final byte[] SWITCH =
      Ascii.bytes(
          "HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: websocket\r\nsec-websocket-accept: ");

  private final HeadWriter out = new HeadWriter();
  private byte[] accept = Ascii.NONE;
  private int status;
  private NeverIndexed never = NeverIndexed.NONE;
  private @Nullable String fault;

  /**
   * Begins a response.
   *
   * @param webSocketAccept the value of Sec-WebSocket-Accept: a status of 2xx opens the WebSocket,
   *     and is written as 101 (RFC 8441 section 5); empty if none was asked for
   */
  void clear(byte[] webSocketAccept) {
    accept = webSocketAccept;
    out.clear();
    status = 0;
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
      status(b, nameStart, nameEnd, valueEnd);
      return;
    }
    fault = status == 0 ? "no :status" : FieldRules.problem(b, nameStart, nameEnd, valueEnd);
    if (fault == null && FieldRules.isOfConnection(HeaderName.of(b, nameStart, nameEnd))) {
      fault = "connection-specific field";
    }
    if (fault == null) {
      out.put(b, nameStart, nameEnd).put(SEPARATOR).put(b, nameEnd, valueEnd).line();
    }
  }

  private void status(byte[] b, int nameStart, int nameEnd, int valueEnd) {
    if (!Arrays.equals(b, nameStart, nameEnd, STATUS, 0, STATUS.length)) {
      fault = "unknown pseudo-field";
    } else if (status != 0) {
      fault = "repeated or late :status";
    } else if (valueEnd - nameEnd != 3 || !areDigits(b, nameEnd, valueEnd) || b[nameEnd] == '0') {
      fault = ":status is no status code";
    } else {
      status = (b[nameEnd] - '0') * 100 + (b[nameEnd + 1] - '0') * 10 + b[nameEnd + 2] - '0';
      if (accept.length > 0 && status / 100 == 2) {
        out.put(SWITCH).put(accept).line();
      } else {
        out.put(VERSION).put(status).put(' ').put(StatusPhrase.of(status)).line();
      }
    }
  }

  private static boolean areDigits(byte[] b, int from, int to) {
    for (int i = from; i < to; i++) {
      if (b[i] < '0' || b[i] > '9') {
        return false;
      }
    }
    return true;
  }

  /** Ends the head; returns what is wrong with it, null if it can be parsed. */
  @Nullable String finish() {
    if (fault == null && status == 0) {
      fault = "no :status";
    }
    out.line();
    return fault;
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
