package io.porty.mode.http.head;

import io.netty.buffer.ByteBuf;

/**
 * The array into which the beginning of a read is copied before it is parsed: one copy of a few
 * hundred bytes is cheaper than bounds checks for each byte of a buffer. One for each loop and kind
 * of message.
 */
public final class HeadBuffer {

  private static final int FIRST_BYTES = 4096;

  private final int limit;
  private byte[] bytes = new byte[FIRST_BYTES];

  public HeadBuffer(HeadLimits limits) {
    this.limit = limits.headBytes();
  }

  /** Copies what a head may take of the buffer, which is not changed; answers how much that is. */
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
