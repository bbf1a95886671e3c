package io.porty.mode.http.exchange;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.porty.mode.http.edit.Trailers;
import io.porty.mode.http.framing.BodyReader;
import io.porty.mode.http.framing.Framing;
import io.porty.mode.http.framing.MessageWriter;

/**
 * The body of a request on its way to the backend, under Porty's own framing. Reused for every
 * exchange of a connection; on its loop.
 */
final class RequestBody {

  /** What a call of {@link #pass} came to. */
  enum Step {
    /** All bytes at hand are passed on; more are to come. */
    MORE,
    END,
    MALFORMED,
    TOO_LARGE
  }

  private static final byte[] NO_TRAILERS = new byte[0];

  private final HttpLoop loop;
  private final BodyReader reader = new BodyReader();
  private final MessageWriter writer = new MessageWriter();
  private long most;
  private boolean done;

  RequestBody(HttpLoop loop) {
    this.loop = loop;
  }

  /**
   * @param in how it comes in
   * @param most the largest body, 0 for any
   */
  void start(Framing in, long length, long most) {
    reader.start(in, length);
    this.most = most;
    done = reader.isComplete();
  }

  /**
   * @param out how it goes out, which need not be how it comes in
   */
  void to(Channel upstream, Framing out) {
    writer.start(upstream, out);
  }

  /** Whether the request has one. */
  boolean isPresent() {
    return reader.framing() != Framing.NONE;
  }

  /** Whether all of it was read and passed on. */
  boolean isDone() {
    return done;
  }

  /** Bytes of content so far. */
  long total() {
    return reader.total();
  }

  /** Passes on what the buffer has of it. The bytes are written, not flushed. */
  Step pass(ByteBuf in) {
    while (true) {
      switch (reader.next(in)) {
        case DATA -> {
          int length = reader.available(in);
          if (most > 0 && reader.total() + length > most) {
            return Step.TOO_LARGE;
          }
          writer.data(in, length);
          reader.consumed(length);
        }
        case END -> {
          return end();
        }
        case MALFORMED -> {
          return Step.MALFORMED;
        }
        case MORE -> {
          writer.push();
          return Step.MORE;
        }
      }
    }
  }

  private Step end() {
    byte[] trailers = NO_TRAILERS;
    int length = 0;
    if (reader.trailerBytes() > 2) {
      if (!Trailers.rewrite(
          loop.trailerParser, reader.trailers(), reader.trailerBytes(), loop.writer)) {
        return Step.MALFORMED;
      }
      trailers = loop.writer.bytes();
      length = loop.writer.length();
    }
    done = true;
    writer.end(trailers, length);
    writer.push();
    return Step.END;
  }

  /** Where it is malformed, for people. */
  String fault() {
    return reader.isMalformed()
        ? reader.fault()
        : "malformed trailers: " + loop.trailerParser.fault();
  }

  /** Gives up what was not pushed yet: the backend must not see the end of a body that is cut. */
  void discard() {
    writer.discard();
  }
}
