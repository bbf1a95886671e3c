package io.porty.mode.http.h2;

import io.netty.buffer.ByteBuf;

/** The header of the frame that is being read (RFC 9113 section 4.1). Reused for each frame. */
final class FrameHeader {

  private int length;
  private int type;
  private int flags;
  private int stream;

  /** Reads the {@link FrameType#HEADER_BYTES} bytes at the reader index; reserved bits ignored. */
  void read(ByteBuf in) {
    length = in.readUnsignedMedium();
    type = in.readUnsignedByte();
    flags = in.readUnsignedByte();
    stream = in.readInt() & Integer.MAX_VALUE;
  }

  /** Bytes of the payload. */
  int length() {
    return length;
  }

  int type() {
    return type;
  }

  boolean has(int flag) {
    return (flags & flag) != 0;
  }

  int stream() {
    return stream;
  }
}
