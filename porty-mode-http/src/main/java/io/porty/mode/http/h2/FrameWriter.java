package io.porty.mode.http.h2;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.porty.mode.http.hpack.HpackEncoder;
import org.jspecify.annotations.Nullable;

/**
 * Writes frames to a channel. Small ones are gathered in one buffer, so that what a round of the
 * loop has to say is one write; long content is not copied. Frames are of at most {@link
 * H2Limits#FRAME_BYTES}, which every peer takes. Owns what is not flushed. On the event loop.
 */
final class FrameWriter {

  /** A longer piece is cheaper as a buffer of its own in a gathering write. */
  private static final int COPY_BELOW = 4096;

  private static final int MIN_CAPACITY = 1024;

  /** Gathered bytes that are handed to the channel, which counts them against its watermarks. */
  private static final int GATHERED = 16 * 1024;

  private static final int FLAGS = 4;

  private final Channel channel;
  private final SentFrames sent;
  private @Nullable ByteBuf gathered;
  private boolean unflushed;

  /** The stream of the last gathered DATA frame, and where that frame is; 0 for none. */
  private int lastStream;

  private int lastAt;

  /** Of the next buffer, as the last ones were filled: one that is too small is copied. */
  private int capacity = MIN_CAPACITY;

  FrameWriter(Channel channel, SentFrames sent) {
    this.channel = channel;
    this.sent = sent;
  }

  private ByteBuf frame(int length, int type, int flags, int stream) {
    ByteBuf out = buffer(FrameType.HEADER_BYTES + length);
    header(out, length, type, flags, stream);
    return out;
  }

  /** Two writes instead of five: each checks the buffer. */
  private static void header(ByteBuf out, int length, int type, int flags, int stream) {
    out.writeLong((long) length << 40 | (long) type << 32 | (long) flags << 24 | stream >>> 8)
        .writeByte(stream);
  }

  /**
   * @param pairs names and values by turns
   */
  void settings(int... pairs) {
    ByteBuf out = frame(pairs.length * 3, FrameType.SETTINGS, 0, 0);
    for (int i = 0; i < pairs.length; i += 2) {
      out.writeShort(pairs[i]).writeInt(pairs[i + 1]);
    }
  }

  void settingsAck() {
    frame(0, FrameType.SETTINGS, FrameType.ACK, 0);
  }

  void ping(long data) {
    frame(8, FrameType.PING, 0, 0).writeLong(data);
  }

  void pingAck(long data) {
    frame(8, FrameType.PING, FrameType.ACK, 0).writeLong(data);
  }

  void windowUpdate(int stream, int bytes) {
    frame(4, FrameType.WINDOW_UPDATE, 0, stream).writeInt(bytes);
  }

  void reset(int stream, H2Error error) {
    sent.reset(error);
    frame(4, FrameType.RST_STREAM, 0, stream).writeInt(error.code());
  }

  void goAway(int lastStream, H2Error error, byte[] text) {
    sent.goAway(error);
    frame(8 + text.length, FrameType.GOAWAY, 0, 0)
        .writeInt(lastStream)
        .writeInt(error.code())
        .writeBytes(text);
  }

  /** Writes a header block as HEADERS and as many CONTINUATION frames as it needs. */
  void headers(int stream, HpackEncoder block, boolean endStream) {
    int length = block.length();
    int end = endStream ? FrameType.END_STREAM : 0;
    int type = FrameType.HEADERS;
    int from = 0;
    do {
      int part = Math.min(length - from, H2Limits.FRAME_BYTES);
      boolean last = from + part == length;
      frame(part, type, end | (last ? FrameType.END_HEADERS : 0), stream)
          .writeBytes(block.bytes(), from, part);
      from += part;
      type = FrameType.CONTINUATION;
      end = 0;
    } while (from < length);
  }

  /** Writes {@code length} bytes from the buffer's reader index, which stays with the caller. */
  void data(int stream, ByteBuf in, int length, boolean endStream) {
    int flags = endStream ? FrameType.END_STREAM : 0;
    ByteBuf out = buffer(FrameType.HEADER_BYTES + (length < COPY_BELOW ? length : 0));
    lastStream = stream;
    lastAt = out.writerIndex();
    header(out, length, FrameType.DATA, flags, stream);
    if (length < COPY_BELOW) {
      out.writeBytes(in, length);
      if (out.readableBytes() >= GATHERED) {
        writeGathered();
      }
    } else {
      writeGathered();
      channel.write(in.readRetainedSlice(length), channel.voidPromise());
    }
  }

  /** Writes an empty DATA frame. */
  void end(int stream) {
    if (stream == lastStream && gathered != null) {
      // The stream's last frame is not sent yet.
      gathered.setByte(lastAt + FLAGS, FrameType.END_STREAM);
    } else {
      frame(0, FrameType.DATA, FrameType.END_STREAM, stream);
    }
  }

  boolean isUnflushed() {
    return unflushed;
  }

  void flush() {
    if (unflushed) {
      writeGathered();
      unflushed = false;
      channel.flush();
    }
  }

  /** Drops what is not flushed: the connection is closed. */
  void discard() {
    ByteBuf out = gathered;
    gathered = null;
    lastStream = 0;
    if (out != null) {
      out.release();
    }
  }

  private void writeGathered() {
    ByteBuf out = gathered;
    lastStream = 0;
    if (out != null) {
      gathered = null;
      int used = out.readableBytes();
      // By halves: one small flush among large ones does not have the next one grow.
      capacity = used > capacity ? used : Math.max(MIN_CAPACITY, (capacity + used) / 2);
      channel.write(out, channel.voidPromise());
    }
  }

  private ByteBuf buffer(int more) {
    unflushed = true;
    ByteBuf out = gathered;
    if (out == null) {
      out = channel.alloc().directBuffer(Math.max(capacity, more));
      gathered = out;
    }
    return out;
  }
}
