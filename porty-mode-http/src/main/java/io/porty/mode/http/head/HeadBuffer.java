package io.porty.mode.http.head;

import io.netty.buffer.ByteBuf;

/**
 * The array that the beginning of a read is copied to before it is parsed: copying a few hundred
 * bytes is cheaper than bounds checks of a buffer for each byte. One for each event loop and kind
 * of message.
 */
public final class HeadBuffer {

  private static final int FIRST_BYTES = 4096;

  private final int limit;
  private byte[] bytes = new byte[FIRST_BYTES];

  public HeadBuffer(HeadLimits limits) {
    this.limit = limits.headBytes();
  }

  /** Copies the bytes that a head may have, and returns their number. The buffer is not changed. */
  public int fill(ByteBuf in) {
    int length = Math.min(in.readableBytes(), limit);
    if (length > bytes.length) {
      bytes = new byte[limit];
    }
    in.getBytes(in.readerIndex(), bytes, 0, length);
    return length;
  }

  public byte[] bytes() {
    return bytes;
  }
}
