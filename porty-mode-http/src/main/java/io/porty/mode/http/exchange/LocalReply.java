package io.porty.mode.http.exchange;

import io.netty.channel.Channel;
import io.porty.api.route.Decision;
import io.porty.api.route.Field;
import io.porty.mode.http.edit.OutgoingResponse;
import io.porty.mode.http.head.Ascii;
import io.porty.mode.http.head.HeadWriter;
import java.nio.charset.StandardCharsets;

/** An answer of Porty's own: one line of text, and the reason as a stable word in X-Porty-Error. */
final class LocalReply {

  private static final String TEXT = "text/plain; charset=utf-8";

  /** A limit is free again when somebody else is done. */
  private static final byte[] RETRY_AFTER = Ascii.bytes("Retry-After: 1\r\n");

  private static final byte[] CLOSE = Ascii.bytes("Connection: close\r\n");
  private static final byte[] KEEP_ALIVE = Ascii.bytes("Connection: keep-alive\r\n");

  /**
   * Writes and flushes an answer of Porty's own.
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
      OutgoingResponse.ConnectionHeader persistence) {
    byte[] body = Ascii.bytes(status == 200 ? "" : status + " " + reason + "\n");
    HeadWriter out = begin(loop, status, word, TEXT, body.length);
    if (status == 405 || status == 200) {
      out.put("Allow: GET, HEAD, POST, PUT, DELETE, OPTIONS, PATCH, TRACE\r\n");
    }
    if (status == 503) {
      out.put(RETRY_AFTER);
    }
    end(client, out, body, headOnly, persistence);
  }

  /** Writes and flushes what a router answers in place of a backend. */
  static void write(
      Channel client,
      HttpLoop loop,
      Decision.Refuse refuse,
      boolean headOnly,
      OutgoingResponse.ConnectionHeader persistence) {
    String text = refuse.body();
    byte[] body =
        text == null
            ? Ascii.bytes(refuse.status() + " " + refuse.reason() + "\n")
            : text.getBytes(StandardCharsets.UTF_8);
    if (refuse.status() == 304) {
      body = new byte[0];
    }
    HeadWriter out = begin(loop, refuse.status(), refuse.word(), refuse.contentType(), body.length);
    for (Field field : refuse.fields()) {
      out.put(field.name()).put(": ").put(field.value()).line();
    }
    end(client, out, body, headOnly, persistence);
  }

  private static HeadWriter begin(
      HttpLoop loop, int status, String word, String contentType, int length) {
    HeadWriter out = loop.writer.clear();
    out.put("HTTP/1.1 ").put(status).put(' ').put(phrase(status)).line();
    if (status != 304) { // it would be the length of what is not sent, RFC 9110 section 8.6
      out.put("Content-Type: ").put(contentType).line();
      out.put("Content-Length: ").put(length).line();
    }
    if (status >= 400) {
      out.put("X-Porty-Error: ").put(word).line();
    }
    return out.put(loop.date());
  }

  private static void end(
      Channel client,
      HeadWriter out,
      byte[] body,
      boolean headOnly,
      OutgoingResponse.ConnectionHeader persistence) {
    switch (persistence) {
      case CLOSE -> out.put(CLOSE);
      case KEEP_ALIVE -> out.put(KEEP_ALIVE);
      case NONE -> {}
    }
    out.line();
    if (!headOnly) {
      out.put(body);
    }
    client.writeAndFlush(
        client.alloc().directBuffer(out.length()).writeBytes(out.bytes(), 0, out.length()),
        client.voidPromise());
  }

  static String phrase(int status) {
    return switch (status) {
      case 200 -> "OK";
      case 301 -> "Moved Permanently";
      case 302 -> "Found";
      case 303 -> "See Other";
      case 304 -> "Not Modified";
      case 307 -> "Temporary Redirect";
      case 308 -> "Permanent Redirect";
      case 400 -> "Bad Request";
      case 401 -> "Unauthorized";
      case 403 -> "Forbidden";
      case 404 -> "Not Found";
      case 405 -> "Method Not Allowed";
      case 408 -> "Request Timeout";
      case 406 -> "Not Acceptable";
      case 409 -> "Conflict";
      case 410 -> "Gone";
      case 413 -> "Content Too Large";
      case 414 -> "URI Too Long";
      case 417 -> "Expectation Failed";
      case 421 -> "Misdirected Request";
      case 422 -> "Unprocessable Content";
      case 426 -> "Upgrade Required";
      case 428 -> "Precondition Required";
      case 429 -> "Too Many Requests";
      case 431 -> "Request Header Fields Too Large";
      case 451 -> "Unavailable For Legal Reasons";
      case 500 -> "Internal Server Error";
      case 501 -> "Not Implemented";
      case 502 -> "Bad Gateway";
      case 503 -> "Service Unavailable";
      case 504 -> "Gateway Timeout";
      case 505 -> "HTTP Version Not Supported";
      case 507 -> "Insufficient Storage";
      case 508 -> "Loop Detected";
      case 511 -> "Network Authentication Required";
      default -> status < 400 ? "Redirect" : status < 500 ? "Refused" : "Failed";
    };
  }

  private LocalReply() {}
}
