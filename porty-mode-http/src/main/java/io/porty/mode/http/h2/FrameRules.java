package io.porty.mode.http.h2;

import org.jspecify.annotations.Nullable;

/** Which lengths and streams the types of frames may have (RFC 9113 section 6). */
final class FrameRules {

  /**
   * What is wrong with a frame's header; null if nothing is. Errors that RFC 9113 leaves to a
   * stream end the connection here: no client makes them by chance.
   */
  static @Nullable H2Error problem(FrameHeader frame) {
    int length = frame.length();
    return switch (frame.type()) {
      case FrameType.DATA -> size(frame.stream() > 0, length > 0 || !frame.has(FrameType.PADDED));
      case FrameType.HEADERS -> size(frame.stream() > 0, length >= shortest(frame));
      case FrameType.CONTINUATION -> size(frame.stream() > 0, true);
      case FrameType.PRIORITY -> size(frame.stream() > 0, length == 5);
      case FrameType.RST_STREAM -> size(frame.stream() > 0, length == 4);
      case FrameType.SETTINGS ->
          size(frame.stream() == 0, frame.has(FrameType.ACK) ? length == 0 : length % 6 == 0);
      case FrameType.PUSH_PROMISE -> H2Error.PROTOCOL_ERROR;
      case FrameType.PING -> size(frame.stream() == 0, length == 8);
      case FrameType.GOAWAY -> size(frame.stream() == 0, length >= 8);
      case FrameType.WINDOW_UPDATE -> size(true, length == 4);
      case FrameType.PRIORITY_UPDATE -> size(frame.stream() == 0, length >= 4);
      default -> null;
    };
  }

  private static int shortest(FrameHeader frame) {
    return (frame.has(FrameType.PADDED) ? 1 : 0) + (frame.has(FrameType.WITH_PRIORITY) ? 5 : 0);
  }

  private static @Nullable H2Error size(boolean isForStream, boolean isLength) {
    return !isForStream ? H2Error.PROTOCOL_ERROR : isLength ? null : H2Error.FRAME_SIZE_ERROR;
  }

  private FrameRules() {}
}
