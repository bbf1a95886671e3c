package io.porty.mode.http.h1;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import org.jspecify.annotations.Nullable;

/**
 * Received bytes of a client that are not consumed yet. Owns its buffer, and has none while it is
 * empty. On the connection's event loop.
 */
final class H1Input {

  private final Channel channel;
  private @Nullable ByteBuf buffer;
  private int scanned;

  H1Input(Channel channel) {
    this.channel = channel;
  }

  /** Takes ownership of received bytes. */
  void add(ByteBuf data) {
    ByteBuf first = buffer;
    buffer = first == null ? data : joined(first, data);
  }

  private ByteBuf joined(ByteBuf first, ByteBuf second) {
    ByteBuf both = first;
    if (first.refCnt() > 1 || first.maxFastWritableBytes() < second.readableBytes()) {
      both = channel.alloc().directBuffer((first.readableBytes() + second.readableBytes()) * 2);
      both.writeBytes(first);
      first.release();
    }
    both.writeBytes(second);
    second.release();
    return both;
  }

  /** The received bytes; null if there are none. Ownership stays here. */
  @Nullable ByteBuf bytes() {
    ByteBuf at = buffer;
    return at != null && at.isReadable() ? at : null;
  }

  boolean isEmpty() {
    return bytes() == null;
  }

  int length() {
    ByteBuf at = buffer;
    return at == null ? 0 : at.readableBytes();
  }

  /** Releases an empty buffer. */
  void trim() {
    if (isEmpty()) {
      drop();
    }
  }

  void drop() {
    ByteBuf at = buffer;
    if (at != null) {
      buffer = null;
      at.release();
    }
  }

  /** Passes the bytes and their ownership to the caller; null if there are none. */
  @Nullable ByteBuf detach() {
    trim();
    ByteBuf at = buffer;
    buffer = null;
    return at;
  }

  /** A head begins at the current position. */
  void startHead() {
    scanned = 0;
  }

  /**
   * Whether parsing can make progress: a fragmented head is parsed again only after a line end, a
   * forbidden byte, or when the maximum length is exceeded. Parsing is thus linear in the lines of
   * a head that arrives byte by byte.
   *
   * @param longest maximum line length in bytes
   */
  boolean isWorthParsing(int longest) {
    ByteBuf in = bytes();
    if (in == null) {
      return false;
    }
    int from = scanned;
    scanned = in.readableBytes();
    if (from == 0 || scanned >= longest) {
      return true;
    }
    for (int i = in.readerIndex() + from; i < in.writerIndex(); i++) {
      byte b = in.getByte(i);
      if ((b >= 0 && b < 0x20) || b == 0x7f) {
        return true;
      }
    }
    return false;
  }
}
