package io.porty.mode.http.grpc;

import io.netty.buffer.ByteBuf;

/**
 * Where the messages of a response end: each has a prefix of five bytes, a flag and its length
 * (gRPC, PROTOCOL-HTTP2). On the event loop.
 */
final class GrpcMessages {

  private static final int PREFIX_BYTES = 5;

  private int prefix;
  private long length;
  private long left;

  /** {@code count} bytes at the buffer's reader index, which stays where it is. */
  void passed(ByteBuf in, int count) {
    int at = in.readerIndex();
    int end = at + count;
    while (at < end) {
      if (left > 0) {
        int part = (int) Math.min(left, end - at);
        left -= part;
        at += part;
      } else {
        length = prefix == 0 ? 0 : length << 8 | in.getUnsignedByte(at);
        at++;
        prefix++;
        if (prefix == PREFIX_BYTES) {
          prefix = 0;
          left = length;
        }
      }
    }
  }

  /** Whether no message has begun without being complete. */
  boolean isBetween() {
    return left == 0 && prefix == 0;
  }
}
