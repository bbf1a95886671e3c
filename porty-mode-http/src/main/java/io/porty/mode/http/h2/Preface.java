package io.porty.mode.http.h2;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.porty.mode.http.head.Ascii;

/** The bytes that a client's HTTP/2 connection begins with (RFC 9113 section 3.4). */
final class Preface {

  private static final byte[] BYTES = Ascii.bytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");

  static final int LENGTH = BYTES.length;

  static byte at(int index) {
    return BYTES[index];
  }

  /** A copy, owned by the caller. */
  static ByteBuf copy(ByteBufAllocator allocator) {
    return allocator.directBuffer(LENGTH).writeBytes(BYTES);
  }

  private Preface() {}
}
