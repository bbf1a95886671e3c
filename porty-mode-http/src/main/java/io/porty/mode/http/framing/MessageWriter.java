package io.porty.mode.http.framing;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import org.jspecify.annotations.Nullable;

/**
 * Writes a message to a channel under its own framing: head, data, end. Small pieces are gathered
 * in one buffer so that a small message is one write; large ones pass without a copy. Nothing is
 * flushed here: the reader of the other side does that once for each readiness. Runs on the
 * channel's loop; {@link #discard} must be called if {@link #push} is not.
 */
public final class MessageWriter {

  /** Below this, copying is cheaper than one more buffer in the gathering write. */
  private static final int COPY_BELOW = 4096;

  private static final int FIRST_CAPACITY = 512;

  private @Nullable Channel channel;
  private @Nullable ByteBuf pending;
  private Framing framing = Framing.NONE;

  public void start(Channel channel, Framing framing) {
    this.channel = channel;
    this.framing = framing;
  }

  /**
   * @param expected how many further bytes will probably be gathered with the head
   */
  public void head(byte[] head, int length, int expected) {
    gather(length + Math.min(expected, COPY_BELOW) + 16).writeBytes(head, 0, length);
  }

  /** Passes on {@code length} bytes from {@code in}, which stays the caller's. */
  public void data(ByteBuf in, int length) {
    if (length == 0) {
      return;
    }
    if (framing == Framing.CHUNKED) {
      chunkSize(length);
    }
    if (length < COPY_BELOW) {
      gather(length + 16).writeBytes(in, length);
    } else {
      push();
      channel().write(in.readRetainedSlice(length), channel().voidPromise());
    }
    if (framing == Framing.CHUNKED) {
      ByteBufUtil.writeShortBE(gather(2), '\r' << 8 | '\n');
    }
  }

  private void chunkSize(int length) {
    ByteBuf out = gather(12);
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

  /** Ends the body; trailers, with their empty line, only go with a chunked one. */
  public void end(byte[] trailers, int trailerBytes) {
    if (framing == Framing.CHUNKED) {
      ByteBuf out = gather(5 + trailerBytes);
      out.writeByte('0');
      ByteBufUtil.writeShortBE(out, '\r' << 8 | '\n');
      if (trailerBytes > 0) {
        out.writeBytes(trailers, 0, trailerBytes);
      } else {
        ByteBufUtil.writeShortBE(out, '\r' << 8 | '\n');
      }
    }
  }

  /** Hands what was gathered to the channel. */
  public void push() {
    ByteBuf out = pending;
    if (out != null) {
      pending = null;
      channel().write(out, channel().voidPromise());
    }
  }

  /** Drops what was gathered: the message will never be sent. */
  public void discard() {
    ByteBuf out = pending;
    if (out != null) {
      pending = null;
      out.release();
    }
  }

  public Framing framing() {
    return framing;
  }

  private ByteBuf gather(int more) {
    ByteBuf out = pending;
    if (out == null) {
      out = channel().alloc().directBuffer(Math.max(FIRST_CAPACITY, more));
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
