package io.porty.mode.http.h2;

import io.netty.channel.Channel;
import io.porty.mode.http.head.HeadLimits;

/** What Porty says first to a backend: the preface, SETTINGS, the connection's window. */
final class ClientPreface {

  private static final int HEADER_TABLE_SIZE = 1;
  private static final int ENABLE_PUSH = 2;
  private static final int INITIAL_WINDOW_SIZE = 4;
  private static final int MAX_FRAME_SIZE = 5;
  private static final int MAX_HEADER_LIST_SIZE = 6;

  private static final int DEFAULT_WINDOW = 65_535;

  static void write(FrameWriter out, Channel channel, HeadLimits limits) {
    channel.write(Preface.copy(channel.alloc()), channel.voidPromise());
    out.settings(
        HEADER_TABLE_SIZE,
        H2Limits.TABLE_BYTES,
        ENABLE_PUSH,
        0,
        INITIAL_WINDOW_SIZE,
        H2Limits.STREAM_WINDOW,
        MAX_FRAME_SIZE,
        H2Limits.FRAME_BYTES,
        MAX_HEADER_LIST_SIZE,
        limits.headBytes());
    out.windowUpdate(0, H2Limits.CONNECTION_WINDOW - DEFAULT_WINDOW);
  }

  private ClientPreface() {}
}
