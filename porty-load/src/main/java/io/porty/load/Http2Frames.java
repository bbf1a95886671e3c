package io.porty.load;

import java.nio.ByteBuffer;

/** Cuts what a server sends into frames (RFC 9113 section 4.1); content is only counted. */
final class Http2Frames {

  static final int DATA = 0;
  static final int HEADERS = 1;
  static final int RST_STREAM = 3;
  static final int SETTINGS = 4;
  static final int PING = 6;
  static final int GOAWAY = 7;
  static final int WINDOW_UPDATE = 8;

  static final int ACK = 0x1;
  static final int END_STREAM = 0x1;
  static final int END_HEADERS = 0x4;
  static final int PADDED = 0x8;
  static final int PRIORITY = 0x20;

  private static final int HEADER_BYTES = 9;
  private static final int MAX_LENGTH = 16_384;

  /** Called for each frame. */
  interface Handler {

    /**
     * A frame that is complete.
     *
     * @param payload as it came; of DATA nothing
     * @param length of the payload
     */
    void frame(int type, int flags, int stream, byte[] payload, int length);
  }

  private final Handler handler;
  private final byte[] header = new byte[HEADER_BYTES];
  private final byte[] payload = new byte[MAX_LENGTH];
  private int headerBytes;
  private int length;
  private int received;
  private boolean stopped;

  Http2Frames(Handler handler) {
    this.handler = handler;
  }

  /**
   * Reads all of the buffer, unless {@link #reset} is called meanwhile; false if it is no HTTP/2.
   */
  boolean read(ByteBuffer in) {
    stopped = false;
    while (!stopped && in.hasRemaining()) {
      if (headerBytes < HEADER_BYTES) {
        header[headerBytes++] = in.get();
        if (headerBytes < HEADER_BYTES) {
          continue;
        }
        length = (header[0] & 0xff) << 16 | (header[1] & 0xff) << 8 | (header[2] & 0xff);
        if (length > MAX_LENGTH) {
          return false;
        }
      }
      int count = Math.min(length - received, in.remaining());
      if (header[3] == DATA) {
        in.position(in.position() + count);
      } else {
        in.get(payload, received, count);
      }
      received += count;
      if (received == length) {
        headerBytes = 0;
        received = 0;
        int stream = number(header, 5) & Integer.MAX_VALUE;
        handler.frame(header[3], header[4], stream, payload, length);
      }
    }
    return true;
  }

  static int number(byte[] b, int at) {
    return (b[at] & 0xff) << 24
        | (b[at + 1] & 0xff) << 16
        | (b[at + 2] & 0xff) << 8
        | (b[at + 3] & 0xff);
  }

  /** Another connection begins. */
  void reset() {
    stopped = true;
    headerBytes = 0;
    received = 0;
  }
}
