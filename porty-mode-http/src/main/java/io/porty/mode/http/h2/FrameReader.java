package io.porty.mode.http.h2;

import io.netty.buffer.ByteBuf;

/**
 * Reads the preface and the frames of a client, or the frames of a backend (RFC 9113 sections 3.4
 * and 4): lengths, streams and order are valid when a frame is handed over. DATA is passed on as it
 * arrives, other frames once they are complete. No object for a frame. On the event loop.
 */
final class FrameReader {

  private enum State {
    PREFACE,
    HEADER,
    /** The header is read; the payload is waited for. */
    PAYLOAD,
    PAD_LENGTH,
    DATA,
    PADDING
  }

  private final FrameHandler handler;
  private final FrameHeader frame = new FrameHeader();
  private State state = State.PREFACE;
  private boolean settled;
  private int matched;
  private long completed;
  private int left;
  private int padding;

  /** The stream whose header block is not complete; 0 for none. */
  private int block;

  FrameReader(FrameHandler handler) {
    this.handler = handler;
  }

  /** For frames of a backend, which sends no preface. */
  static FrameReader ofBackend(FrameHandler handler) {
    FrameReader reader = new FrameReader(handler);
    reader.state = State.HEADER;
    return reader;
  }

  /**
   * Whether the preface and the first SETTINGS, a header block, or another frame but DATA is
   * incomplete.
   */
  boolean isWithinHead() {
    return !settled || state == State.PAYLOAD || block != 0;
  }

  /** How many frames and header blocks were complete. */
  long completed() {
    return completed;
  }

  /** Whether the peer has sent its SETTINGS. */
  boolean isSettled() {
    return settled;
  }

  /**
   * Reads as far as possible; the rest of the buffer has to be passed again with more behind it.
   */
  void read(ByteBuf in) {
    while (handler.isReading() && step(in)) {
      continue;
    }
  }

  private boolean step(ByteBuf in) {
    return switch (state) {
      case PREFACE -> preface(in);
      case HEADER -> header(in);
      case PAYLOAD -> payload(in);
      case PAD_LENGTH -> padLength(in);
      case DATA -> data(in);
      case PADDING -> padding(in);
    };
  }

  private boolean preface(ByteBuf in) {
    while (in.isReadable()) {
      if (in.readByte() != Preface.at(matched)) {
        return malformed(H2Error.PROTOCOL_ERROR, "no HTTP/2 preface");
      }
      if (++matched == Preface.LENGTH) {
        state = State.HEADER;
        return true;
      }
    }
    return false;
  }

  private boolean header(ByteBuf in) {
    if (in.readableBytes() < FrameType.HEADER_BYTES) {
      return false;
    }
    frame.read(in);
    int type = frame.type();
    if (frame.length() > H2Limits.FRAME_BYTES) {
      return malformed(H2Error.FRAME_SIZE_ERROR, "frame of " + frame.length() + " bytes");
    }
    if (!settled && (type != FrameType.SETTINGS || frame.has(FrameType.ACK))) {
      return malformed(H2Error.PROTOCOL_ERROR, "SETTINGS has to be first");
    }
    settled = true;
    boolean continues = type == FrameType.CONTINUATION;
    if (block != 0 ? !continues || frame.stream() != block : continues) {
      return malformed(H2Error.PROTOCOL_ERROR, "CONTINUATION expected, or not expected");
    }
    H2Error problem = FrameRules.problem(frame);
    if (problem != null) {
      return malformed(problem, "frame of type " + type + " with a wrong length or stream");
    }
    if (type != FrameType.DATA) {
      state = State.PAYLOAD;
      return true;
    }
    left = frame.length();
    padding = 0;
    state = frame.has(FrameType.PADDED) ? State.PAD_LENGTH : State.DATA;
    handler.dataBegins(frame);
    return true;
  }

  private boolean payload(ByteBuf in) {
    int length = frame.length();
    if (in.readableBytes() < length) {
      return false;
    }
    int end = in.readerIndex() + length;
    int type = frame.type();
    if (type == FrameType.HEADERS || type == FrameType.CONTINUATION) {
      block = frame.has(FrameType.END_HEADERS) ? 0 : frame.stream();
    }
    state = State.HEADER;
    completed += block == 0 ? 1 : 0;
    try {
      handler.frame(frame, in);
    } finally {
      in.readerIndex(end);
    }
    return true;
  }

  private boolean padLength(ByteBuf in) {
    if (!in.isReadable()) {
      return false;
    }
    padding = in.readUnsignedByte();
    left--;
    if (padding > left) {
      return malformed(H2Error.PROTOCOL_ERROR, "padding is longer than its frame");
    }
    left -= padding;
    state = State.DATA;
    return true;
  }

  private boolean data(ByteBuf in) {
    int length = Math.min(left, in.readableBytes());
    if (length > 0) {
      int end = in.readerIndex() + length;
      left -= length;
      try {
        handler.data(in, length);
      } finally {
        in.readerIndex(end);
      }
    }
    if (left > 0) {
      return false;
    }
    state = State.PADDING;
    return true;
  }

  private boolean padding(ByteBuf in) {
    int length = Math.min(padding, in.readableBytes());
    in.skipBytes(length);
    padding -= length;
    if (padding > 0) {
      return false;
    }
    state = State.HEADER;
    handler.dataEnds();
    return true;
  }

  private boolean malformed(H2Error error, String text) {
    handler.malformed(error, text);
    return false;
  }
}
