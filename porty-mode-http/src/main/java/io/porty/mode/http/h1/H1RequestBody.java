package io.porty.mode.http.h1;

import io.netty.buffer.ByteBuf;
import io.porty.api.mode.Conduit;
import io.porty.api.mode.Relay;
import io.porty.mode.http.framing.BodyReader;
import io.porty.mode.http.framing.Framing;
import io.porty.mode.http.stream.BulkSink;
import io.porty.mode.http.stream.ClientStream;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads the request bodies of a client connection, from its buffer or by splicing. On the
 * connection's event loop.
 */
final class H1RequestBody implements H1BulkSource.Body {

  private static final byte[] NO_TRAILERS = new byte[0];

  private final ClientStream.BodyHandler handler;
  private final BooleanSupplier hasInput;
  private final BodyReader reader = new BodyReader();
  private @Nullable H1BulkSource bulk;
  private boolean complete;
  private long total;

  /**
   * @param hasInput whether received bytes are not consumed yet, which spliced bytes must not
   *     overtake
   */
  H1RequestBody(ClientStream.BodyHandler handler, BooleanSupplier hasInput) {
    this.handler = handler;
    this.hasInput = hasInput;
  }

  /**
   * Starts a body.
   *
   * @param in its framing
   * @param length declared length, -1 if it is not declared
   */
  void start(Framing in, long length) {
    reader.start(in, length);
    complete = reader.isComplete();
  }

  /** Starts an unknown body, after a head that is malformed or rejected. */
  void startUnknown() {
    reader.start(Framing.UNTIL_CLOSE, -1);
    complete = false;
  }

  /** Whether the body is read completely. */
  boolean isComplete() {
    return complete;
  }

  /**
   * Whether more of it is to be received.
   *
   * @param isConsumed whether all that was received has been passed on: one more read may have the
   *     end
   */
  boolean isTaken(boolean isConsumed) {
    return handler.takesBody() || (isConsumed && handler.takesEndOnly());
  }

  /** Content bytes of all requests. */
  long total() {
    return total;
  }

  /**
   * Forwards body bytes of the buffer. While no content is taken, its end may be still.
   *
   * @return whether more progress may be possible
   */
  boolean read(ByteBuf in) {
    boolean takes = handler.takesBody();
    if (complete || (!takes && !handler.takesEndOnly())) {
      return false;
    }
    switch (reader.next(in)) {
      case DATA -> {
        if (!takes) {
          return false;
        }
        int length = reader.available(in);
        reader.consumed(length);
        total += length;
        boolean last = reader.isComplete();
        handler.requestData(in, length);
        if (last) {
          end(NO_TRAILERS, 0);
        }
        return true;
      }
      case END -> {
        int trailers = reader.trailerBytes();
        end(trailers > 2 ? reader.trailers() : NO_TRAILERS, trailers);
        return true;
      }
      case MALFORMED -> {
        handler.malformedBody(reader.fault());
        return true;
      }
      default -> {
        if (takes) {
          handler.requestProgress();
        }
        return false;
      }
    }
  }

  private void end(byte[] trailers, int length) {
    stopMoving();
    complete = handler.requestEnded(trailers, length);
  }

  // Splicing

  /** Splices the rest of the body into the sink if possible. */
  void moveTo(Relay relay, Conduit from, BulkSink sink) {
    stopMoving();
    bulk = H1BulkSource.begin(relay, from, sink, this);
  }

  void stopMoving() {
    H1BulkSource current = bulk;
    if (current != null) {
      bulk = null;
      current.stop();
    }
  }

  /** Whether the body is being spliced. */
  boolean isMoving() {
    return bulk != null;
  }

  @Override
  public long remaining() {
    return complete || hasInput.getAsBoolean() ? 0 : reader.rawBytes();
  }

  @Override
  public void moved(int bytes) {
    reader.consumed(bytes);
    total += bytes;
    handler.requestMoved(bytes);
    if (reader.isComplete()) {
      end(NO_TRAILERS, 0);
    }
  }
}
