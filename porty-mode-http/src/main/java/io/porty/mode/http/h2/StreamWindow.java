package io.porty.mode.http.h2;

/** The receiving window of one stream (RFC 9113 section 6.9). On the event loop. */
final class StreamWindow {

  private final ReceiveWindow connection;
  private int left;
  private int size;
  private int owed;

  /**
   * @param connection has the budget of what windows grow by
   */
  StreamWindow(ReceiveWindow connection) {
    this.connection = connection;
  }

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

  /** The stream is closed. */
  void end() {
    connection.shrink(size - H2Limits.STREAM_WINDOW);
  }

  /** Bytes have gone on, or are of no use. */
  void passed(int bytes) {
    owed += bytes;
  }

  /**
   * Bytes to give back now; 0 if that is not worth a frame.
   *
   * @param mayGrow whether the backend keeps up: a busy upload gets a larger window (bandwidth x
   *     delay)
   */
  int give(boolean mayGrow) {
    if (owed < size / 2) {
      return 0;
    }
    int bytes = owed;
    if (mayGrow) {
      int more = connection.grow(size);
      size += more;
      bytes += more;
    }
    left += bytes;
    owed = 0;
    return bytes;
  }
}
