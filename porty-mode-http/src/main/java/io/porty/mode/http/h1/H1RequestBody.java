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
 * Reads the bodies of a client connection's requests, one after another, out of what was read or
 * past the process. On the connection's loop.
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
   * @param hasInput whether bytes were read that nobody has taken yet: what is moved must not
   *     overtake them
   */
  H1RequestBody(ClientStream.BodyHandler handler, BooleanSupplier hasInput) {
    this.handler = handler;
    this.hasInput = hasInput;
  }

  /**
   * Begins after a head.
   *
   * @param length as declared, -1 if not
   */
  void start(Framing in, long length) {
    reader.start(in, length);
    complete = reader.isComplete();
  }

  /** Begins after a head that could not be read, or is not served: its body could be anything. */
  void startUnknown() {
    reader.start(Framing.UNTIL_CLOSE, -1);
    complete = false;
  }

  /** Whether all of it was read and taken. */
  boolean isComplete() {
    return complete;
  }

  /** Bytes of content, of all requests. */
  long total() {
    return total;
  }

  /** Passes on what the buffer has of it; answers whether there may be more to do. */
  boolean read(ByteBuf in) {
    if (complete || !handler.takesBody()) {
      return false;
    }
    switch (reader.next(in)) {
      case DATA -> {
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
        handler.requestProgress();
        return false;
      }
    }
  }

  private void end(byte[] trailers, int length) {
    stopMoving();
    complete = handler.requestEnded(trailers, length);
  }

  // Past the process

  /** What may be moved goes there, until it ends. */
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

  /** Whether the kernel may move it. */
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
