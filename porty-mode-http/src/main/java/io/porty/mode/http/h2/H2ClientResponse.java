package io.porty.mode.http.h2;

import io.netty.buffer.ByteBuf;
import io.porty.api.Failure;
import io.porty.api.FailureCode;
import io.porty.mode.http.framing.Framing;
import io.porty.mode.http.framing.FramingRules;
import io.porty.mode.http.framing.InterimLimit;
import io.porty.mode.http.head.Ascii;
import io.porty.mode.http.head.HeadParser;
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
    BODY,
    OVER
  }

  private static final String ONLY_HTTP1 =
      ": the backend requires HTTP/1.1, which a target http:// speaks";

  private final H2ClientStream stream;
  private final InterimLimit limit = new InterimLimit();
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
  }

  /** Whether the backend has ended the stream. */
  boolean isOver() {
    return state == State.OVER;
  }

  /** Whether a header block has trailers. */
  boolean isInBody() {
    return state == State.BODY;
  }

  /** Whether any of it has come. */
  boolean hasBegun() {
    return state != State.HEAD;
  }

  /** The head in the loop's block. */
  void head(boolean endStream) {
    H2ClientLoop loop = stream.connection().loop();
    UpstreamResponseBlock block = loop.responseBlock();
    HeadParser parser = loop.parser();
    String fault = block.finish();
    if (fault == null && parser.response(block.bytes(), block.length()) != block.length()) {
      fault = parser.fault();
    }
    if (fault != null) {
      stream.invalid("malformed response head, " + fault);
      return;
    }
    ResponseHead head = loop.response();
    head.read();
    head.neverIndexed(block.neverIndexed());
    stream.touch();
    if (head.isInterim()) {
      interim(head, endStream);
    } else {
      last(head, endStream);
    }
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
    state = State.BODY;
    declared = bodiless ? 0 : length;
    Framing in = Framing.CHUNKED;
    if (endStream || bodiless) {
      in = Framing.NONE;
    } else if (length >= 0) {
      in = length == 0 ? Framing.NONE : Framing.CONTENT_LENGTH;
    }
    int turn = stream.turn();
    to.response(head, in, endStream && !bodiless ? 0 : length, 0);
    if (endStream && stream.isLeased() && stream.turn() == turn && state == State.BODY) {
      end(Ascii.NONE, 0);
    }
  }

  /** Content of a frame. */
  void data(ByteBuf in, int length) {
    if (state != State.BODY) {
      if (state == State.HEAD) {
        stream.invalid("content before the response head");
      }
      return;
    }
    received += length;
    if (declared >= 0 && received > declared) {
      stream.invalid("more content than content-length says");
      return;
    }
    stream.touch();
    stream.handler().responseData(in, length);
  }

  /** Trailers in the loop's block, which end the stream. */
  void trailers(boolean endStream) {
    TrailerBlock block = stream.connection().loop().trailerBlock();
    String fault = block.finish();
    if (!endStream) {
      stream.invalid("HEADERS without END_STREAM behind the head");
    } else if (fault != null) {
      stream.invalid("malformed trailers: " + fault);
    } else {
      end(block.bytes(), block.length());
    }
  }

  /** The backend has ended the stream. */
  void end() {
    if (state == State.BODY) {
      end(Ascii.NONE, 0);
    } else if (state == State.HEAD) {
      stream.invalid("ended without a response head");
    }
  }

  private void end(byte[] trailers, int length) {
    state = State.OVER;
    if (declared >= 0 && received < declared) {
      stream.invalid(
          Failure.upstream(
              FailureCode.TRUNCATED_RESPONSE, "less content than content-length says"));
      return;
    }
    stream.touch();
    stream.handler().responseEnded(trailers, length);
  }

  /** The backend has reset the stream. */
  void reset(H2Error error) {
    boolean halfClosedTunnel = state == State.OVER && stream.tunnel() != null;
    if (state == State.OVER && !halfClosedTunnel) {
      return;
    }
    boolean begun = state != State.HEAD;
    state = State.OVER;
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
