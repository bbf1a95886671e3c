package io.porty.mode.http.exchange;

import io.porty.api.FailureCode;
import io.porty.api.Scheme;
import io.porty.api.route.Decision;
import io.porty.api.route.Field;
import io.porty.mode.http.edit.ConnectionHeader;
import io.porty.mode.http.edit.HstsField;
import io.porty.mode.http.grpc.GrpcCall;
import io.porty.mode.http.head.Ascii;
import io.porty.mode.http.head.Authority;
import io.porty.mode.http.head.HeadWriter;
import io.porty.mode.http.head.RequestHead;
import io.porty.mode.http.head.StatusPhrase;
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
  private boolean hasHsts;

  /**
   * @param clock for the Date field
   * @param out the writer of the event loop
   */
  LocalReply(LoopClock clock, HeadWriter out) {
    this.clock = clock;
    this.out = out;
  }

  /**
   * Starts the response to a failure.
   *
   * @param hint put behind the reason; empty for none
   */
  LocalReply failure(FailureCode code, String hint) {
    int status = code.status();
    body = Ascii.bytes(status + " " + code.reason() + hint + "\n");
    begin(status, code.code(), TEXT);
    if (status == 405) {
      out.put(ALLOW);
    }
    if (status == 503) {
      out.put(RETRY_AFTER);
    }
    return this;
  }

  /**
   * Starts the response to a gRPC call that is refused: the status is in its head (gRPC,
   * Trailers-Only).
   *
   * @param call has the status
   * @param message says why
   * @param word the error code
   */
  LocalReply grpc(GrpcCall call, String message, String word) {
    hasHsts = false;
    body = Ascii.NONE;
    out.clear().put("HTTP/1.1 200 OK\r\nContent-Type: application/grpc\r\n");
    call.write(out, message);
    out.put("X-Porty-Error: ").put(word).line().put(clock.date());
    return this;
  }

  /** Starts the answer to an authority's challenge (RFC 8555 section 8.3). */
  LocalReply challenge(String answer) {
    body = Ascii.bytes(answer);
    begin(200, "", "application/octet-stream");
    return this;
  }

  /** Starts the response to OPTIONS with Max-Forwards 0. */
  LocalReply options() {
    body = Ascii.NONE;
    begin(200, "", TEXT);
    out.put(ALLOW);
    return this;
  }

  /**
   * Starts a redirect to https: the same host, path and query.
   *
   * @param head with an authority
   */
  LocalReply redirect(RequestHead head, int port) {
    body = Ascii.bytes("308 Permanent Redirect\n");
    begin(308, "", TEXT);
    byte[] b = head.parser().bytes();
    int hostEnd = Authority.hostEnd(b, head.authorityStart(), head.authorityEnd());
    out.put("Location: https://").put(b, head.authorityStart(), hostEnd);
    if (port != Scheme.HTTPS.defaultPort()) {
      out.put(':').put(port);
    }
    if (!head.isAsterisk()) { // its URL has no path, RFC 9110 section 7.1
      if (head.pathStart() == head.queryStart()) {
        out.put('/');
      }
      out.put(b, head.pathStart(), head.parser().targetEnd());
    }
    out.line();
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
    hasHsts = HstsField.isPresent(refuse.fields());
    return this;
  }

  private void begin(int status, String word, String contentType) {
    hasHsts = false;
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
   * @param hsts the line of Strict-Transport-Security; empty for none
   * @param connection the Connection field
   * @param headOnly whether the request method is HEAD
   */
  HeadWriter complete(byte[] hsts, ConnectionHeader connection, boolean headOnly) {
    out.put(hasHsts ? Ascii.NONE : hsts);
    connection.write(out);
    out.line();
    return headOnly ? out : out.put(body);
  }
}
