package io.porty.mode.http.exchange;

import io.netty.channel.Channel;
import io.porty.mode.http.head.Ascii;
import io.porty.mode.http.head.HeadWriter;

/** An answer of Porty's own: one line of text, and the reason as a stable word in X-Porty-Error. */
final class LocalReply {

  private static final byte[] CLOSE = Ascii.bytes("Connection: close\r\n");
  private static final byte[] KEEP_ALIVE = Ascii.bytes("Connection: keep-alive\r\n");

  /**
   * Writes and flushes.
   *
   * @param headOnly the request was HEAD
   */
  static void write(
      Channel client,
      HttpLoop loop,
      int status,
      String word,
      String reason,
      boolean headOnly,
      Persistence persistence) {
    String line = status == 200 ? "" : status + " " + reason + "\n";
    HeadWriter out = loop.writer.clear();
    out.put("HTTP/1.1 ").put(status).put(' ').put(phrase(status)).line();
    out.put("Content-Type: text/plain; charset=utf-8\r\nContent-Length: ")
        .put(line.length())
        .line();
    if (status != 200) {
      out.put("X-Porty-Error: ").put(word).line();
    }
    out.put(loop.date());
    if (status == 405 || status == 200) {
      out.put("Allow: GET, HEAD, POST, PUT, DELETE, OPTIONS, PATCH, TRACE\r\n");
    }
    switch (persistence) {
      case CLOSE -> out.put(CLOSE);
      case KEEP_ALIVE -> out.put(KEEP_ALIVE);
      case SILENT -> {}
    }
    out.line();
    if (!headOnly) {
      out.put(line);
    }
    client.writeAndFlush(
        client.alloc().directBuffer(out.length()).writeBytes(out.bytes(), 0, out.length()),
        client.voidPromise());
  }

  /** What the answer says of the connection. */
  enum Persistence {
    SILENT,
    KEEP_ALIVE,
    CLOSE
  }

  static String phrase(int status) {
    return switch (status) {
      case 200 -> "OK";
      case 400 -> "Bad Request";
      case 401 -> "Unauthorized";
      case 403 -> "Forbidden";
      case 404 -> "Not Found";
      case 405 -> "Method Not Allowed";
      case 408 -> "Request Timeout";
      case 409 -> "Conflict";
      case 410 -> "Gone";
      case 413 -> "Content Too Large";
      case 414 -> "URI Too Long";
      case 417 -> "Expectation Failed";
      case 421 -> "Misdirected Request";
      case 429 -> "Too Many Requests";
      case 431 -> "Request Header Fields Too Large";
      case 500 -> "Internal Server Error";
      case 501 -> "Not Implemented";
      case 502 -> "Bad Gateway";
      case 503 -> "Service Unavailable";
      case 504 -> "Gateway Timeout";
      case 505 -> "HTTP Version Not Supported";
      case 508 -> "Loop Detected";
      default -> status < 500 ? "Refused" : "Failed";
    };
  }

  private LocalReply() {}
}
