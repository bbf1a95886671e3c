package io.porty.mode.http.h1;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import org.jspecify.annotations.Nullable;

/**
 * What a client has sent and nobody has taken yet. Owner of its buffer; holds none while there is
 * nothing. On the connection's loop.
 */
final class H1Input {

  private final Channel channel;
  private @Nullable ByteBuf buffer;
  private int scanned;

  H1Input(Channel channel) {
    this.channel = channel;
  }

  /** Takes over what was read. */
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

  /** The bytes at hand, to be read from; null if there are none. It stays the owner. */
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

  /** Gives an empty buffer back. */
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

  /** Hands the bytes to a new owner; null if there are none. */
  @Nullable ByteBuf giveAway() {
    trim();
    ByteBuf at = buffer;
    buffer = null;
    return at;
  }

  /** A head begins here. */
  void startHead() {
    scanned = 0;
  }

  /**
   * A head that arrives in fragments is parsed again only when a line has ended or something
   * forbidden has come, so that a client that sends byte by byte costs no more than its lines.
   *
   * @param longest the longest line, beyond which every byte is worth it
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
