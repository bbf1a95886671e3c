package io.porty.net.tls;

/**
 * How large the records of a connection are. After a pause the first ones fit a segment each, so
 * that a browser can use what has arrived; then they are as large as can be, which costs less. As
 * Go's crypto/tls and HAProxy do. On one event loop.
 */
public final class RecordSizes {

  /** Of a record that fits one segment of Ethernet with its headers, in bytes. */
  static final int SMALL = 1350;

  /** The most that a record carries (RFC 8446 section 5.1). */
  static final int LARGE = 16_384;

  /** So many bytes are sent small. */
  static final long SMALL_BYTES = 65_536;

  /** A pause of so many nanoseconds begins anew. */
  static final long PAUSE_NANOS = 1_000_000_000L;

  private long sent;
  private long lastNanos = System.nanoTime();

  /** Bytes that the next record carries at most; called for each write. */
  public int next() {
    long now = System.nanoTime();
    if (now - lastNanos > PAUSE_NANOS) {
      sent = 0;
    }
    lastNanos = now;
    return recordSize();
  }

  /** Bytes that a record carries now. */
  public int recordSize() {
    return sent < SMALL_BYTES ? SMALL : LARGE;
  }

  /** So many bytes were sent. */
  public void sent(int bytes) {
    sent += bytes;
  }
}
