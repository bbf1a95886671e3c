package io.porty.net.opening;

import io.porty.api.Bytes;

/**
 * Which alert answers first bytes that are records of TLS, but no hello (RFC 8446 sections 5.1 and
 * 6.2). Of one connection.
 */
final class MalformedHello {

  /** The bytes are not records of TLS, or an alert themselves: nothing answers them. */
  static final int NO_ALERT = -1;

  private static final int UNEXPECTED_MESSAGE = 10;
  private static final int RECORD_OVERFLOW = 22;
  private static final int DECODE_ERROR = 50;
  private static final int PROTOCOL_VERSION = 70;

  private static final int CHANGE_CIPHER_SPEC = 20;
  private static final int ALERT = 21;
  private static final int HANDSHAKE = 22;
  private static final int HEARTBEAT = 24;
  private static final int MAJOR_VERSION = 3;
  private static final int CLIENT_HELLO = 1;
  private static final int HEADER_BYTES = 5;
  private static final int MAX_RECORD_BYTES = 1 << 14;

  /** Of type and length, which the version of the hello follows. */
  private static final int VERSION_AT = 4;

  private final Bytes first;

  private MalformedHello(Bytes first) {
    this.first = first;
  }

  /** The number of the alert. */
  static int alert(Bytes first) {
    return new MalformedHello(first).alert();
  }

  private int alert() {
    int handshakeBytes = 0;
    for (int at = 0; at + HEADER_BYTES <= first.length(); ) {
      int type = at(at);
      if (type < CHANGE_CIPHER_SPEC || type > HEARTBEAT || at(at + 1) != MAJOR_VERSION) {
        return at == 0 ? NO_ALERT : UNEXPECTED_MESSAGE;
      }
      int length = at(at + 3) << 8 | at(at + 4);
      if (type == ALERT) {
        return NO_ALERT;
      }
      if (length > MAX_RECORD_BYTES) {
        return RECORD_OVERFLOW;
      }
      if (type != HANDSHAKE || length == 0) {
        return UNEXPECTED_MESSAGE;
      }
      int body = at + HEADER_BYTES;
      int end = Math.min(body + length, first.length());
      if (handshakeBytes == 0 && end > body && at(body) != CLIENT_HELLO) {
        return UNEXPECTED_MESSAGE;
      }
      int version = body + VERSION_AT - handshakeBytes;
      if (version >= body && version < end && at(version) != MAJOR_VERSION) {
        return PROTOCOL_VERSION;
      }
      handshakeBytes += end - body;
      at = body + length;
    }
    return handshakeBytes == 0 ? NO_ALERT : DECODE_ERROR;
  }

  private int at(int index) {
    return first.at(index) & 0xff;
  }
}
