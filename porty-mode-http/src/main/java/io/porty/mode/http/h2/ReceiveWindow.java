package io.porty.mode.http.h2;

/**
 * The connection's receiving window: given back on receipt, so that one slow backend does not stop
 * the other streams, as long as not too much waits for backends (RFC 9113 section 5.2). On the
 * event loop.
 */
final class ReceiveWindow {

  private int used;
  private int waiting;
  private int growth;

  /** Bytes of a DATA frame have come; false if there was no window for them. */
  boolean receive(int bytes) {
    used += bytes;
    return used <= H2Limits.CONNECTION_WINDOW;
  }

  /** Content waits for a backend, or no longer does. */
  void waiting(int moreBytes) {
    waiting += moreBytes;
  }

  /** Lets the window of a stream grow; returns by how many bytes. */
  int grow(int wanted) {
    int bytes = Math.min(wanted, H2Limits.WINDOW_GROWTH - growth);
    growth += bytes;
    return bytes;
  }

  /** A stream whose window had grown by so many bytes is closed. */
  void shrink(int bytes) {
    growth -= bytes;
  }

  /** Bytes that wait. */
  int waiting() {
    return waiting;
  }

  /**
   * Bytes to give back now; 0 if that is not worth a frame.
   *
   * @param shortOfMemory whether only what no longer waits is given back
   */
  int take(boolean shortOfMemory) {
    int allowed = shortOfMemory ? 0 : H2Limits.WAITING_UPLOADS;
    int bytes = used - Math.max(0, waiting - allowed);
    if (bytes < H2Limits.CONNECTION_WINDOW / 2) {
      return 0;
    }
    used -= bytes;
    return bytes;
  }
}
