package io.porty.mode.http.h2;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** SETTINGS of the other side, client or backend (RFC 9113 section 6.5.2). On the event loop. */
final class PeerSettings {

  private static final int HEADER_TABLE_SIZE = 1;
  private static final int ENABLE_PUSH = 2;
  private static final int MAX_CONCURRENT_STREAMS = 3;
  private static final int INITIAL_WINDOW_SIZE = 4;
  private static final int MAX_FRAME_SIZE = 5;

  /** RFC 8441 section 3. */
  private static final int ENABLE_CONNECT_PROTOCOL = 8;

  /** RFC 9218 section 2.1. */
  private static final int NO_RFC7540_PRIORITIES = 9;

  private static final int MAX_FRAME = (1 << 24) - 1;

  private final int maxPush;
  private int tableBytes = 4096;
  private boolean emptiesTable;
  private int window = 65_535;
  private int maxStreams = Integer.MAX_VALUE;
  private boolean connects;

  private PeerSettings(int maxPush) {
    this.maxPush = maxPush;
  }

  static PeerSettings ofClient() {
    return new PeerSettings(1);
  }

  /** A backend must not announce that it takes pushes. */
  static PeerSettings ofBackend() {
    return new PeerSettings(0);
  }

  /** Applies a frame's values in their order; returns the error, null if all are valid. */
  @Nullable H2Error apply(ByteBuf in, int length) {
    for (int end = in.readerIndex() + length; in.readerIndex() < end; ) {
      int name = in.readUnsignedShort();
      long value = in.readUnsignedInt();
      switch (name) {
        case HEADER_TABLE_SIZE -> table(value);
        case ENABLE_PUSH -> {
          if (value > maxPush) {
            return H2Error.PROTOCOL_ERROR;
          }
        }
        case NO_RFC7540_PRIORITIES -> {
          if (value > 1) {
            return H2Error.PROTOCOL_ERROR;
          }
        }
        case MAX_CONCURRENT_STREAMS -> maxStreams = (int) Math.min(value, Integer.MAX_VALUE);
        case INITIAL_WINDOW_SIZE -> {
          if (value > Integer.MAX_VALUE) {
            return H2Error.FLOW_CONTROL_ERROR;
          }
          window = (int) value;
        }
        case MAX_FRAME_SIZE -> {
          if (value < H2Limits.FRAME_BYTES || value > MAX_FRAME) {
            return H2Error.PROTOCOL_ERROR;
          }
        }
        case ENABLE_CONNECT_PROTOCOL -> {
          if (value > 1 || (connects && value == 0)) {
            return H2Error.PROTOCOL_ERROR;
          }
          connects = value == 1;
        }
        default -> {}
      }
    }
    return null;
  }

  private void table(long value) {
    int bytes = (int) Math.min(value, H2Limits.TABLE_BYTES);
    emptiesTable |= bytes < tableBytes;
    tableBytes = bytes;
  }

  /**
   * Whether the next block has to begin with a size update, because the peer's table has become
   * smaller (RFC 7541 section 4.2); asked once for each block.
   */
  boolean takeSizeUpdate() {
    boolean due = emptiesTable;
    emptiesTable = false;
    return due;
  }

  /** Streams that the peer allows at a time. */
  int maxStreams() {
    return maxStreams;
  }

  /** Whether the peer takes extended CONNECT (RFC 8441 section 3). */
  boolean allowsConnect() {
    return connects;
  }

  /** The window of a new stream, in bytes. */
  int window() {
    return window;
  }
}
