package io.porty.mode.http.h1;

import io.netty.buffer.ByteBuf;
import io.porty.mode.http.head.Ascii;

/**
 * The bytes that tell an HTTP/2 connection from HTTP/1 without TLS (RFC 9113 section 3.4). Looked
 * for only where they could be a head, and are none.
 */
final class Http2Preface {

  private static final byte[] BYTES = Ascii.bytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");

  static final int LENGTH = BYTES.length;

  /** Whether the buffer begins with it, or with its first bytes and has no more. */
  static boolean begins(ByteBuf in) {
    int length = Math.min(LENGTH, in.readableBytes());
    for (int i = 0; i < length; i++) {
      if (in.getByte(in.readerIndex() + i) != BYTES[i]) {
        return false;
      }
    }
    return true;
  }

  private Http2Preface() {}
}
