package io.porty.mode.http.h1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.porty.mode.http.framing.Framing;
import io.porty.mode.http.head.HeadWriter;
import org.jspecify.annotations.Nullable;

/**
 * Writes a message to a channel with its own framing: head, data, end. Small pieces are gathered in
 * one buffer, so that a small message is one write; large ones are not copied. Does not flush: the
 * reader of the other side does at the end of each read. {@link #discard} must be called unless
 * {@link #writeBuffered} is. On the channel's event loop.
 */
final class H1MessageWriter {

  /**
   * Maximum size in bytes for copying: a larger piece is cheaper as a separate buffer of a
   * gathering write.
   */
  private static final int COPY_BELOW = 4096;

  private static final int FIRST_CAPACITY = 512;

  /** A message that needs a second buffer has many small pieces. */
  private static final int NEXT_CAPACITY = 4096;

  private @Nullable Channel channel;
  private @Nullable ByteBuf pending;
  private Framing framing = Framing.NONE;

  void start(Channel channel, Framing framing) {
    this.channel = channel;
    this.framing = framing;
  }

  /**
   * @param expected estimated number of further bytes to gather with the head
   */
  void head(HeadWriter head, int expected) {
    int length = head.length();
    buffer(length + Math.min(expected, COPY_BELOW) + 16).writeBytes(head.bytes(), 0, length);
  }

  /** Writes {@code length} bytes of {@code in}, which stays with the caller. */
  void data(ByteBuf in, int length) {
    if (length == 0) {
      return;
    }
    if (framing == Framing.CHUNKED) {
      chunkSize(length);
    }
    if (length < COPY_BELOW) {
      buffer(length + 16).writeBytes(in, length);
    } else {
      writeBuffered();
      channel().write(in.readRetainedSlice(length), channel().voidPromise());
    }
    if (framing == Framing.CHUNKED) {
      ByteBufUtil.writeShortBE(buffer(2), '\r' << 8 | '\n');
    }
  }

  /**
   * Called before body bytes are spliced to the channel.
   *
   * @param length how many
   */
  void beginRaw(int length) {
    if (framing == Framing.CHUNKED) {
      chunkSize(length);
    }
    writeBuffered();
  }

  /** They were written. */
  void endRaw() {
    if (framing == Framing.CHUNKED) {
      ByteBufUtil.writeShortBE(buffer(2), '\r' << 8 | '\n');
    }
  }

  private void chunkSize(int length) {
    ByteBuf out = buffer(12);
    boolean begun = false;
    for (int shift = 28; shift >= 0; shift -= 4) {
      int digit = length >>> shift & 0xf;
      begun |= digit != 0;
      if (begun) {
        out.writeByte(digit < 10 ? '0' + digit : 'a' + digit - 10);
      }
    }
    ByteBufUtil.writeShortBE(out, '\r' << 8 | '\n');
  }

  /** Ends the body; trailers, with their empty line, are sent only with a chunked body. */
  void end(@Nullable HeadWriter trailers) {
    if (framing == Framing.CHUNKED) {
      ByteBuf out = buffer(5 + (trailers == null ? 2 : trailers.length()));
      out.writeByte('0');
      ByteBufUtil.writeShortBE(out, '\r' << 8 | '\n');
      if (trailers != null) {
        out.writeBytes(trailers.bytes(), 0, trailers.length());
      } else {
        ByteBufUtil.writeShortBE(out, '\r' << 8 | '\n');
      }
    }
  }

  /** Writes gathered bytes to the channel. */
  void writeBuffered() {
    ByteBuf out = pending;
    if (out != null) {
      pending = null;
      channel().write(out, channel().voidPromise());
    }
  }

  /** Drops gathered bytes: the message will not be sent. */
  void discard() {
    ByteBuf out = pending;
    if (out != null) {
      pending = null;
      out.release();
    }
  }

  Framing framing() {
    return framing;
  }

  private ByteBuf buffer(int more) {
    ByteBuf out = pending;
    if (out == null) {
      out = channel().alloc().directBuffer(Math.max(FIRST_CAPACITY, more));
      pending = out;
    } else if (out.writableBytes() < more) {
      // A gathering write of two: a buffer that grows is copied.
      writeBuffered();
      out = channel().alloc().directBuffer(Math.max(NEXT_CAPACITY, more));
      pending = out;
    }
    return out;
  }

  private Channel channel() {
    Channel to = channel;
    if (to == null) {
      throw new IllegalStateException("not started");
    }
    return to;
  }
}
