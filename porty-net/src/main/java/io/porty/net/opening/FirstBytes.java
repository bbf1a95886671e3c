package io.porty.net.opening;

import io.netty.buffer.ByteBuf;
import io.porty.api.Bytes;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The first bytes of a connection, gathered until they are given away. Owns them. */
final class FirstBytes implements Bytes {

  /** More than any hello needs: a post-quantum one has 1.7 KiB. */
  static final int MAX = 16 * 1024;

  private @Nullable ByteBuf bytes;

  /** Takes a buffer over. Copied together: small buffers would hold much memory. */
  void add(ByteBuf more) {
    ByteBuf before = bytes;
    if (before == null) {
      bytes = more;
      return;
    }
    try {
      bytes = before.ensureWritable(more.readableBytes()).writeBytes(more);
    } finally {
      more.release();
    }
  }

  /** All of them, the caller's from here on; null if there are none. */
  @Nullable ByteBuf giveAway() {
    ByteBuf all = bytes;
    bytes = null;
    return all;
  }

  void drop() {
    ByteBuf all = giveAway();
    if (all != null) {
      all.release();
    }
  }

  @Override
  public int length() {
    return bytes == null ? 0 : bytes.readableBytes();
  }

  @Override
  public byte at(int index) {
    ByteBuf all = bytes;
    if (all == null) {
      throw new IndexOutOfBoundsException(index);
    }
    return all.getByte(all.readerIndex() + index);
  }

  @Override
  public String toString() {
    return bytes == null ? "" : bytes.toString(StandardCharsets.ISO_8859_1);
  }
}
