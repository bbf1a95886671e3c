package io.porty.mode.http.h2;

/**
 * The receiving window of one stream of a backend: given back while the client takes the response.
 * On the event loop.
 */
final class ClientReceiveWindow {

  private boolean reading;
  private int owed;

  /** A request is about to be sent. */
  void start() {
    reading = true;
    owed = 0;
  }

  void setReading(boolean wanted) {
    reading = wanted;
  }

  /** Content has come: false if there was no window for it. */
  boolean take(int bytes) {
    owed += bytes;
    return owed <= H2Limits.STREAM_WINDOW;
  }

  /** Bytes to give back now; 0 if that is not worth a frame, or the client takes nothing. */
  int give() {
    if (!reading || owed < H2Limits.STREAM_WINDOW / 2) {
      return 0;
    }
    int bytes = owed;
    owed = 0;
    return bytes;
  }
}
