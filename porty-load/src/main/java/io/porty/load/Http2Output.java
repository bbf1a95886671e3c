package io.porty.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/** Frames that are to be written; a buffer that grows. */
final class Http2Output {

  private static final int INITIAL_BYTES = 16 * 1024;
  private static final int HEADER_BYTES = 9;

  private ByteBuffer buffer = ByteBuffer.allocateDirect(INITIAL_BYTES);

  Http2Output bytes(byte[] from, int at, int length) {
    reserve(length);
    buffer.put(from, at, length);
    return this;
  }

  /** The header of a frame, whose payload follows. */
  Http2Output frame(int type, int flags, int stream, int length) {
    reserve(HEADER_BYTES);
    buffer.put((byte) (length >> 16)).putShort((short) length);
    buffer.put((byte) type).put((byte) flags).putInt(stream);
    return this;
  }

  /** A frame with one number: WINDOW_UPDATE, RST_STREAM. */
  void number(int type, int stream, int value) {
    frame(type, 0, stream, 4);
    reserve(4);
    buffer.putInt(value);
  }

  /** An entry of SETTINGS. */
  Http2Output setting(int name, int value) {
    reserve(6);
    buffer.putShort((short) name).putInt(value);
    return this;
  }

  private void reserve(int bytes) {
    if (buffer.remaining() < bytes) {
      int size = Math.max(2 * buffer.capacity(), buffer.position() + bytes);
      buffer = ByteBuffer.allocateDirect(size).put(buffer.flip());
    }
  }

  /** Returns whether some of it is left. */
  boolean write(WritableByteChannel to) throws IOException {
    buffer.flip();
    try {
      to.write(buffer);
    } finally {
      buffer.compact();
    }
    return buffer.position() > 0;
  }

  void clear() {
    buffer.clear();
  }
}
