package io.porty.load;

/** A request in flight, and what its server takes and has sent of it. */
final class Http2Stream {

  final int id;
  final long dueAt;
  final long startedAt;

  /** The status of the last head; 0 before it. */
  int status;

  /** Content bytes that were sent. */
  int sent;

  /** The server's window; may be negative (RFC 9113 section 6.9.2). */
  long window;

  /** Content bytes that came since its window was given back. */
  int received;

  Http2Stream(int id, long dueAt, long startedAt, long window) {
    this.id = id;
    this.dueAt = dueAt;
    this.startedAt = startedAt;
    this.window = window;
  }
}
