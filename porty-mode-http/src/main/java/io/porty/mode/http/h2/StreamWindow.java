package io.porty.mode.http.h2;

/** The receiving window of one stream (RFC 9113 section 6.9). On the event loop. */
final class StreamWindow {

  private int left;
  private int size;
  private int owed;

  /** A stream begins. */
  void start() {
    left = H2Limits.STREAM_WINDOW;
    size = H2Limits.STREAM_WINDOW;
    owed = 0;
  }

  /** A DATA frame has come; false if there was no window for it. */
  boolean take(int bytes) {
    left -= bytes;
    return left >= 0;
  }

  /** By how much it has grown, in bytes. */
  int growth() {
    return size - H2Limits.STREAM_WINDOW;
  }

  /** Bytes have gone on, or are of no use. */
  void passed(int bytes) {
    owed += bytes;
  }

  /**
   * Bytes to give back now; 0 if that is not worth a frame.
   *
   * @param mayGrowBy for a backend that keeps up: a busy upload gets a larger window (bandwidth x
   *     delay)
   */
  int give(int mayGrowBy) {
    if (owed < size / 2) {
      return 0;
    }
    int bytes = owed;
    int more = Math.min(size, mayGrowBy);
    size += more;
    bytes += more;
    left += bytes;
    owed = 0;
    return bytes;
  }
}
