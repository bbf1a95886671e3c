package io.porty.mode.http.h2;

/** What Porty says first: SETTINGS, and the connection's window (RFC 9113 section 3.4). */
final class FirstSettings {

  private static final int HEADER_TABLE_SIZE = 1;
  private static final int MAX_CONCURRENT_STREAMS = 3;
  private static final int INITIAL_WINDOW_SIZE = 4;
  private static final int MAX_FRAME_SIZE = 5;
  private static final int MAX_HEADER_LIST_SIZE = 6;

  /** RFC 8441 section 3. */
  private static final int ENABLE_CONNECT_PROTOCOL = 8;

  /** RFC 9218 section 2.1. */
  private static final int NO_RFC7540_PRIORITIES = 9;

  private static final int DEFAULT_WINDOW = 65_535;

  static void write(FrameWriter out, H2LoopState loop, int maxStreams) {
    out.settings(
        HEADER_TABLE_SIZE,
        H2Limits.TABLE_BYTES,
        MAX_CONCURRENT_STREAMS,
        maxStreams,
        INITIAL_WINDOW_SIZE,
        H2Limits.STREAM_WINDOW,
        MAX_FRAME_SIZE,
        H2Limits.FRAME_BYTES,
        MAX_HEADER_LIST_SIZE,
        loop.listener().limits().headBytes(),
        ENABLE_CONNECT_PROTOCOL,
        loop.takesConnect() ? 1 : 0,
        NO_RFC7540_PRIORITIES,
        1);
    out.windowUpdate(0, H2Limits.CONNECTION_WINDOW - DEFAULT_WINDOW);
  }

  private FirstSettings() {}
}
