package io.porty.mode.http.h2;

import io.netty.buffer.ByteBuf;

/** Receives the frames that a {@link FrameReader} finds. On the event loop. */
interface FrameHandler {

  /** Whether further frames are wanted now. */
  boolean isReading();

  /**
   * A complete frame of any type but DATA, of a valid length and stream.
   *
   * @param in at the payload; stays with the caller
   */
  void frame(FrameHeader frame, ByteBuf in);

  /** A DATA frame begins; its padding counts in {@link FrameHeader#length}. */
  void dataBegins(FrameHeader frame);

  /** Content of the current DATA frame at the buffer's reader index, consumed or not. */
  void data(ByteBuf in, int length);

  /** The current DATA frame is complete. */
  void dataEnds();

  /** The bytes are no valid frame: the connection has to end. */
  void malformed(H2Error error, String text);
}
