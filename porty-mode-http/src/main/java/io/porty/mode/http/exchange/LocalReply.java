package io.porty.mode.http.exchange;

import io.porty.api.FailureCode;
import io.porty.api.route.Decision;
import io.porty.api.route.Field;
import io.porty.mode.http.edit.ConnectionHeader;
import io.porty.mode.http.head.Ascii;
import io.porty.mode.http.head.HeadWriter;
import io.porty.mode.http.listener.LoopClock;
import java.nio.charset.StandardCharsets;

/**
 * Builds responses of Porty itself: a line of text, and the error code in X-Porty-Error. One for
 * each event loop: start with a method that sets the status, then call {@link #complete}.
 */
final class LocalReply {

  private static final String TEXT = "text/plain; charset=utf-8";

  /** A limit is expected to be free again after a moment. */
  private static final byte[] RETRY_AFTER = Ascii.bytes("Retry-After: 1\r\n");

  private static final byte[] ALLOW =
      Ascii.bytes("Allow: GET, HEAD, POST, PUT, DELETE, OPTIONS, PATCH, TRACE\r\n");

  private final LoopClock clock;
  private final HeadWriter out;
  private byte[] body = Ascii.NONE;

  /**
   * @param clock for the Date field
   * @param out the writer of the event loop
   */
  LocalReply(LoopClock clock, HeadWriter out) {
    this.clock = clock;
    this.out = out;
  }

  /** Starts the response to a failure. */
  LocalReply failure(FailureCode code) {
    int status = code.status();
    body = Ascii.bytes(status + " " + code.reason() + "\n");
    begin(status, code.code(), TEXT);
    if (status == 405) {
      out.put(ALLOW);
    }
    if (status == 503) {
      out.put(RETRY_AFTER);
    }
    return this;
  }

  /** Starts the response to OPTIONS with Max-Forwards 0. */
  LocalReply options() {
    body = Ascii.NONE;
    begin(200, "", TEXT);
    out.put(ALLOW);
    return this;
  }

  /** Starts a router's direct response. */
  LocalReply decision(Decision.Respond refuse) {
    String text = refuse.body();
    body =
        refuse.status() == 304
            ? Ascii.NONE
            : text == null
                ? Ascii.bytes(refuse.status() + " " + refuse.reason() + "\n")
                : text.getBytes(StandardCharsets.UTF_8);
    begin(refuse.status(), refuse.code(), refuse.contentType());
    for (Field field : refuse.fields()) {
      out.put(field.name()).put(": ").put(field.value()).line();
    }
    return this;
  }

  private void begin(int status, String word, String contentType) {
    out.clear().put("HTTP/1.1 ").put(status).put(' ').put(StatusPhrase.of(status)).line();
    if (status != 304) { // it would be the length of a body that is not sent, RFC 9110 section 8.6
      out.put("Content-Type: ").put(contentType).line();
      out.put("Content-Length: ").put(body.length).line();
    }
    if (status >= 400) {
      out.put("X-Porty-Error: ").put(word).line();
    }
    out.put(clock.date());
  }

  /**
   * Completes the message.
   *
   * @param connection the Connection field
   * @param headOnly whether the request method is HEAD
   */
  HeadWriter complete(ConnectionHeader connection, boolean headOnly) {
    connection.write(out);
    out.line();
    return headOnly ? out : out.put(body);
  }
}
