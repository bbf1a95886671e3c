package io.porty.mode.http.h2;

import io.netty.buffer.ByteBuf;
import io.porty.api.Failure;
import io.porty.api.FailureCode;
import io.porty.mode.http.framing.Framing;
import io.porty.mode.http.framing.FramingRules;
import io.porty.mode.http.framing.InterimLimit;
import io.porty.mode.http.head.Ascii;
import io.porty.mode.http.head.HeadParser;
import io.porty.mode.http.head.NeverIndexed;
import io.porty.mode.http.head.ResponseHead;
import io.porty.mode.http.stream.UpstreamStream;
import java.util.Objects;

/**
 * The response on one stream: interim heads, the final one, content, trailers (RFC 9113 section
 * 8.1). The head in HTTP/1 form goes through the same parser and rules as every other. On the event
 * loop.
 */
final class H2ClientResponse {

  private enum State {
    HEAD,
    /** A head has come behind which there is no content; it waits for the end of the stream. */
    ENDING,
    BODY,
    OVER
  }

  private static final String ONLY_HTTP1 =
      ": the backend requires HTTP/1.1, which a target http:// speaks";

  private final H2ClientStream stream;
  private final InterimLimit limit = new InterimLimit();
  private final UnendedResponse unended = new UnendedResponse();
  private State state = State.OVER;
  private boolean bodiless;
  private long declared;
  private long received;

  H2ClientResponse(H2ClientStream stream) {
    this.stream = stream;
  }

  /** Called before a request is sent. */
  void begin() {
    state = State.HEAD;
    limit.reset();
    received = 0;
  }

  /** Nothing more is expected. */
  void stop() {
    state = State.OVER;
    drop();
  }

  /** Drops what waits for the end of the stream. */
  void drop() {
    unended.drop();
  }

  /** Whether the backend has ended the stream. */
  boolean isOver() {
    return state == State.OVER;
  }

  /** Whether a part of it was passed on, and more has to come. */
  boolean isInBody() {
    return state == State.BODY;
  }

  /** Whether a header block has trailers. */
  boolean hasHead() {
    return state == State.BODY || state == State.ENDING;
  }

  /** The head in the loop's block. */
  void head(boolean endStream) {
    H2ClientLoop loop = stream.connection().loop();
    UpstreamResponseBlock block = loop.responseBlock();
    String fault = block.finish();
    if (fault == null && !parse(block.bytes(), block.length(), block.neverIndexed())) {
      fault = loop.parser().fault();
    }
    if (fault != null) {
      stream.invalid("malformed response head, " + fault);
      return;
    }
    ResponseHead head = loop.response();
    stream.touch();
    if (head.isInterim()) {
      interim(head, endStream);
    } else {
      last(head, endStream);
    }
  }

  private boolean parse(byte[] bytes, int length, NeverIndexed never) {
    H2ClientLoop loop = stream.connection().loop();
    if (loop.parser().response(bytes, length) != length) {
      return false;
    }
    loop.response().read();
    loop.response().neverIndexed(never);
    return true;
  }

  private void interim(ResponseHead head, boolean endStream) {
    if (head.status() == 101 && stream.accept().length > 0) {
      state = State.BODY;
      declared = -1;
      int turn = stream.turn();
      Objects.requireNonNull(stream.tunnel()).open(stream.handler(), head);
      if (endStream && stream.isLeased() && stream.turn() == turn) {
        end();
      }
    } else if (endStream || head.status() == 101) {
      stream.invalid(endStream ? "ended with an interim response" : "sent a 101");
    } else if (limit.isExceeded(stream.connection().now())) {
      stream.invalid("too many interim responses");
    } else {
      stream.handler().interim(head);
    }
  }

  private void last(ResponseHead head, boolean endStream) {
    UpstreamStream.Handler to = stream.handler();
    FramingRules framing = stream.connection().loop().framing();
    HeadParser parser = head.parser();
    bodiless = head.isBodiless() || to.isHeadRequest();
    FailureCode problem =
        framing.response(parser.bytes(), parser.fields(), parser.minor(), bodiless);
    long length = framing.length();
    if (problem != null || (endStream && !bodiless && length > 0)) {
      stream.invalid("ambiguous length of the response");
      return;
    }
    declared = bodiless ? 0 : length;
    if (declared == 0 && !endStream) {
      // Complete for the client, while content could still make it malformed (section 8.1.1).
      state = State.ENDING;
      UpstreamResponseBlock block = stream.connection().loop().responseBlock();
      unended.head(block.bytes(), block.length(), block.neverIndexed());
      return;
    }
    state = State.BODY;
    Framing in = length >= 0 ? Framing.CONTENT_LENGTH : Framing.CHUNKED;
    if (endStream) {
      in = Framing.NONE;
    }
    int turn = stream.turn();
    to.response(head, in, endStream && !bodiless ? 0 : length, 0);
    if (endStream && stream.isLeased() && stream.turn() == turn && state == State.BODY) {
      end(Ascii.NONE, 0);
    }
  }

  /**
   * Content of a frame. The last of what was declared waits for the end of the stream, if the
   * client would take the response for complete: more content makes it malformed (RFC 9113 section
   * 8.1.1).
   *
   * @param ends whether the stream ends behind it
   */
  void data(ByteBuf in, int length, boolean ends) {
    if (state == State.HEAD) {
      stream.invalid("content before the response head");
      return;
    }
    if (state == State.OVER) {
      return;
    }
    received += length;
    if (declared >= 0 && received > declared) {
      stream.invalid("more content than content-length says");
    } else if (received == declared && !ends && stream.handler().completesByLength()) {
      unended.content(in, length, stream.connection().channel().alloc());
    } else {
      stream.touch();
      stream.handler().responseData(in, length);
    }
  }

  /** A frame without content. */
  void empty() {
    if (state == State.HEAD) {
      stream.invalid("DATA before the response head");
    }
  }

  /** Trailers in the loop's block, which end the stream. */
  void trailers(boolean endStream) {
    TrailerBlock block = stream.connection().loop().trailerBlock();
    String fault = block.finish();
    ClientTunnel tunnel = stream.tunnel();
    if (tunnel != null && tunnel.isOpened()) {
      stream.invalid("HEADERS in a tunnel");
    } else if (!endStream) {
      stream.invalid("HEADERS without END_STREAM behind the head");
    } else if (fault != null) {
      stream.invalid("malformed trailers: " + fault);
    } else {
      end(block.bytes(), block.length());
    }
  }

  /** The backend has ended the stream. */
  void end() {
    if (hasHead()) {
      end(Ascii.NONE, 0);
    } else if (state == State.HEAD) {
      stream.invalid("ended without a response head");
    }
  }

  private void end(byte[] trailers, int length) {
    if (state == State.ENDING) {
      // Trailers have no place behind it.
      stream.touch();
      parse(unended.head(), unended.head().length, unended.neverIndexed());
      last(stream.connection().loop().response(), true);
      return;
    }
    state = State.OVER;
    if (declared >= 0 && received < declared) {
      stream.invalid(
          Failure.upstream(
              FailureCode.TRUNCATED_RESPONSE, "less content than content-length says"));
      return;
    }
    stream.touch();
    int turn = stream.turn();
    unended.pass(stream.handler());
    if (stream.isLeased() && stream.turn() == turn) {
      stream.handler().responseEnded(trailers, length);
    }
  }

  /** The backend has reset the stream. */
  void reset(H2Error error) {
    boolean halfClosedTunnel = state == State.OVER && stream.tunnel() != null;
    if (state == State.OVER && !halfClosedTunnel) {
      return;
    }
    boolean begun = state == State.BODY || halfClosedTunnel;
    stop();
    String how = "RST_STREAM " + error;
    boolean isHttp1 = error == H2Error.HTTP_1_1_REQUIRED && stream.requireHttp1();
    Failure failure;
    if (begun) {
      failure = Failure.upstream(FailureCode.TRUNCATED_RESPONSE, how);
    } else if (error == H2Error.REFUSED_STREAM || isHttp1) {
      failure = H2ClientConnection.refusal(how);
    } else if (error == H2Error.HTTP_1_1_REQUIRED) {
      failure = Failure.upstream(FailureCode.BACKEND_CLOSED, how + ONLY_HTTP1);
    } else if (error == H2Error.ENHANCE_YOUR_CALM) {
      failure = Failure.upstream(FailureCode.BACKEND_REFUSED, how);
    } else {
      failure = Failure.upstream(FailureCode.BACKEND_CLOSED, how);
    }
    stream.fail(failure);
  }
}
