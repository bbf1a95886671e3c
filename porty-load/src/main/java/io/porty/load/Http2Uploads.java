package io.porty.load;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/** The contents of requests, sent as the server's windows allow (RFC 9113 section 5.2). */
final class Http2Uploads {

  private static final int MAX_FRAME = 16_384;
  private static final int FIRST_WINDOW = 65_535;

  private final byte[] body;
  private final Http2Output out;
  private final Deque<Http2Stream> waiting = new ArrayDeque<>();
  private long window = FIRST_WINDOW;

  Http2Uploads(byte[] body, Http2Output out) {
    this.body = body;
    this.out = out;
  }

  void begin(Http2Stream stream) {
    waiting.addLast(stream);
    send();
  }

  /** The server takes more on the connection. */
  void grow(int bytes) {
    window += bytes;
    send();
  }

  /** Whether the content of a request has not been sent completely. */
  boolean isUnsent(Http2Stream stream) {
    return stream.sent < body.length;
  }

  void stop(Http2Stream stream) {
    waiting.remove(stream);
  }

  /** Sends what windows allow. */
  void send() {
    Iterator<Http2Stream> all = waiting.iterator();
    while (window > 0 && all.hasNext()) {
      Http2Stream stream = all.next();
      while (isUnsent(stream) && Math.min(window, stream.window) > 0) {
        int part = (int) Math.min(Math.min(window, stream.window), body.length - stream.sent);
        part = Math.min(part, MAX_FRAME);
        boolean ends = stream.sent + part == body.length;
        out.frame(Http2Frames.DATA, ends ? Http2Frames.END_STREAM : 0, stream.id, part)
            .bytes(body, stream.sent, part);
        stream.sent += part;
        stream.window -= part;
        window -= part;
      }
      if (!isUnsent(stream)) {
        all.remove();
      }
    }
  }

  /** Another connection begins. */
  void reset() {
    waiting.clear();
    window = FIRST_WINDOW;
  }
}
