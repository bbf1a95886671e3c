package io.porty.mode.http.h1;

import io.netty.buffer.ByteBuf;
import io.porty.api.Failure;
import io.porty.api.FailureCode;
import io.porty.api.mode.Relay;
import io.porty.mode.http.framing.BodyReader;
import io.porty.mode.http.framing.Framing;
import io.porty.mode.http.framing.InterimLimit;
import io.porty.mode.http.head.HeadParser;
import io.porty.mode.http.head.ResponseHead;
import io.porty.mode.http.stream.BulkSink;
import io.porty.mode.http.stream.UpstreamStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the responses of a backend connection: interim heads, the final head, the body. Owns the
 * bytes of an incomplete head. On the connection's event loop.
 */
final class H1ResponseReader implements H1BulkSource.Body {

  private enum State {
    /** No response is expected. */
    NONE,
    HEAD,
    BODY
  }

  private static final byte[] NO_TRAILERS = new byte[0];

  private final H1ResponseOwner connection;
  private final H1ResponseParsing parsing;
  private final BodyReader body = new BodyReader();

  /** Made with the first interim response. */
  private @Nullable InterimLimit limit;

  private State state = State.NONE;
  private @Nullable ByteBuf partial;
  private @Nullable H1BulkSource bulk;
  private boolean reusable;
  private boolean switchWaits;
  private boolean anyByte;

  H1ResponseReader(H1ResponseOwner connection, H1ResponseParsing parsing) {
    this.connection = connection;
    this.parsing = parsing;
    if (parsing.isLenient()) {
      body.lenient();
    }
  }

  /** Called before a request is sent. */
  void begin() {
    state = State.HEAD;
    anyByte = false;
    reusable = false;
    if (limit != null) {
      limit.reset();
    }
    switchWaits = false;
  }

  /** Stops reading: the connection is closed or upgraded. */
  void stop() {
    state = State.NONE;
    stopMoving();
    ByteBuf kept = partial;
    if (kept != null) {
      partial = null;
      kept.release();
    }
  }

  /** Splices the rest of the body into the sink if possible. */
  void moveBodyTo(Relay relay, BulkSink sink) {
    stopMoving();
    bulk = H1BulkSource.begin(relay, connection.conduit(), sink, this);
  }

  private void stopMoving() {
    H1BulkSource current = bulk;
    if (current != null) {
      bulk = null;
      current.stop();
    }
  }

  @Override
  public long remaining() {
    return state == State.BODY ? body.rawBytes() : 0;
  }

  @Override
  public void moved(int bytes) {
    body.consumed(bytes);
    connection.handler().responseMoved(bytes);
    if (state == State.BODY && body.isComplete()) {
      end();
    }
  }

  /** Whether no response is expected. */
  boolean isDone() {
    return state == State.NONE;
  }

  /** Whether any byte of the response has arrived. */
  boolean hasBegun() {
    return anyByte;
  }

  /** Whether the body ends with the connection. */
  boolean endsWithConnection() {
    return state == State.BODY && body.framing() == Framing.UNTIL_CLOSE;
  }

  /**
   * Whether the connection may be reused: the backend keeps it open and has followed the framing.
   */
  boolean isReusable() {
    return reusable;
  }

  /** Takes ownership of the buffer. The connection and its exchange may end during the call. */
  void read(ByteBuf more) {
    ByteBuf in = more;
    ByteBuf before = partial;
    if (before != null) {
      partial = null;
      in = more.alloc().directBuffer(before.readableBytes() + more.readableBytes());
      in.writeBytes(before).writeBytes(more);
      before.release();
      more.release();
    }
    anyByte = true;
    go(in);
  }

  /** Whether a 101 was deferred until the request is sent, and can be handled now. */
  boolean hasWaitingSwitch() {
    return switchWaits;
  }

  /** Handles the deferred 101. */
  void readSwitch() {
    ByteBuf in = partial;
    if (switchWaits && in != null && state == State.HEAD) {
      switchWaits = false;
      partial = null;
      connection.setReading(true);
      go(in);
    }
  }

  /** The connection has ended regularly after a body that ends with it. */
  void endOfConnection() {
    state = State.NONE;
    stopMoving();
    connection.handler().responseEnded(NO_TRAILERS, 0);
  }

  @SuppressWarnings("ReferenceEquality") // the buffer of an incomplete head is retained
  private void go(ByteBuf in) {
    boolean goesOn = true;
    while (goesOn) {
      goesOn =
          switch (state) {
            case NONE -> false;
            case HEAD -> in.isReadable() && head(in);
            case BODY -> body(in);
          };
    }
    if (partial != in) {
      in.release();
    }
  }

  /** Returns whether more of the buffer may be parsed. */
  private boolean head(ByteBuf in) {
    int start = in.readerIndex();
    int end = parsing.parse(in);
    if (end == HeadParser.MORE) {
      partial = in;
      return false;
    }
    if (end == HeadParser.MALFORMED) {
      invalid(parsing.fault(in, start));
      return false;
    }
    if (parsing.head.status() == 101 && !connection.handler().isRequestSent()) {
      // RFC 9110 section 7.8: no switch before the request is complete.
      switchWaits = true;
      partial = in.readerIndex(start);
      connection.setReading(false);
      return false;
    }
    if (parsing.head.authenticatesConnection()) {
      connection.bindToClient();
    }
    if (parsing.head.isInterim()) {
      interim(in);
    } else {
      response(parsing.head, in.readableBytes());
    }
    return true;
  }

  private void interim(ByteBuf in) {
    if (parsing.head.status() == 101) {
      switched(parsing.head, in);
    } else if (interimLimit().isExceeded(connection.now())) {
      invalid("too many interim responses");
    } else {
      connection.handler().interim(parsing.head);
    }
  }

  private InterimLimit interimLimit() {
    InterimLimit counting = limit;
    if (counting == null) {
      counting = new InterimLimit();
      limit = counting;
    }
    return counting;
  }

  private void switched(ResponseHead head, ByteBuf in) {
    UpstreamStream.Handler to = connection.handler();
    byte[] asked = to.upgrade();
    if (asked == null || !head.switchesTo(asked)) {
      invalid("sent an unrequested 101");
      return;
    }
    connection.detach();
    ByteBuf rest = in.isReadable() ? in.retain() : null;
    to.switched(head, new UpstreamStream.Detached(connection.conduit(), rest));
  }

  private void response(ResponseHead head, int bytesAfterHead) {
    UpstreamStream.Handler to = connection.handler();
    HeadParser parser = head.parser();
    boolean bodiless = head.isBodiless() || to.isHeadRequest();
    FailureCode problem =
        parsing.framing.response(parser.bytes(), parser.fields(), parser.minor(), bodiless);
    if (problem != null) {
      connection.fail(
          Failure.upstream(
              problem,
              "ambiguous length of the response, " + parser.excerpt(parsing.framing.problemAt())));
      return;
    }
    Framing in = parsing.framing.framing();
    reusable = head.keepAlive() && in != Framing.UNTIL_CLOSE;
    state = State.BODY;
    body.start(in, parsing.framing.length());
    to.response(head, in, parsing.framing.length(), bytesAfterHead);
  }

  private boolean body(ByteBuf in) {
    switch (body.next(in)) {
      case DATA -> {
        int length = body.available(in);
        body.consumed(length);
        connection.handler().responseData(in, length);
        return true;
      }
      case END -> {
        // Bytes after a complete response: the connection is not reused.
        reusable &= !in.isReadable();
        end();
        return false;
      }
      case MALFORMED -> {
        invalid("malformed chunked body, " + body.fault());
        return false;
      }
      default -> {
        return false;
      }
    }
  }

  private void end() {
    state = State.NONE;
    stopMoving();
    int length = body.trailerBytes();
    connection.handler().responseEnded(length > 2 ? body.trailers() : NO_TRAILERS, length);
  }

  private void invalid(String detail) {
    connection.fail(Failure.upstream(FailureCode.BACKEND_INVALID, detail));
  }
}
