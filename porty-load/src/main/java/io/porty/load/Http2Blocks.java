package io.porty.load;

/**
 * Which header block the next request of a connection has: the server's dynamic table is filled
 * once, and then referred to; a smaller one than usual is not used at all.
 */
final class Http2Blocks {

  private static final byte NO_TABLE = 0x20;

  private final Http2Request request;
  private byte[] next;

  Http2Blocks(Http2Request request) {
    this.request = request;
    this.next = request.first();
  }

  /** Another connection begins. */
  void reset() {
    next = request.first();
  }

  byte[] next() {
    byte[] block = next;
    if (block == request.first()) {
      next = request.again();
    } else if (block != request.again()) {
      next = request.plain();
    }
    return block;
  }

  /** The server's SETTINGS have a size of its table: the next block says that it is not used. */
  void tableSize(int bytes) {
    if (bytes >= 0 && bytes < Http2Request.TABLE_BYTES) {
      byte[] plain = request.plain();
      next = new byte[plain.length + 1];
      next[0] = NO_TABLE;
      System.arraycopy(plain, 0, next, 1, plain.length);
    }
  }
}
