package io.porty.mode.http.h1;

import io.porty.api.mode.BulkMove;
import io.porty.api.mode.Conduit;
import io.porty.api.mode.Relay;
import io.porty.mode.http.stream.BulkSink;
import org.jspecify.annotations.Nullable;

/**
 * Splices a body from a connection into a sink, limited to the bytes of the body. Created for one
 * body. On the connection's event loop.
 */
final class H1BulkSource implements BulkMove.Listener {

  /** The body that is spliced. */
  interface Body {

    /** Remaining bytes; {@link Long#MAX_VALUE} if the body ends with the connection. */
    long remaining();

    /**
     * Bytes were spliced; the body and its exchange may be complete afterwards.
     *
     * @param bytes how many
     */
    void moved(int bytes);
  }

  private final Body body;
  private final BulkSink sink;
  private @Nullable BulkMove move;
  private boolean waits;

  private H1BulkSource(Body body, BulkSink sink) {
    this.body = body;
    this.sink = sink;
  }

  /** Starts splicing; null if that is not possible. */
  static @Nullable H1BulkSource begin(Relay relay, Conduit from, BulkSink sink, Body body) {
    H1BulkSource source = new H1BulkSource(body, sink);
    BulkMove move = relay.moveBulk(from, sink.conduit(), source);
    if (move == null) {
      return null;
    }
    source.move = move;
    sink.begin(move);
    return source;
  }

  /** Stops splicing. */
  void stop() {
    BulkMove current = move;
    if (current != null) {
      move = null;
      current.stop();
      sink.end();
    }
  }

  @Override
  public long remaining() {
    return move == null ? 0 : body.remaining();
  }

  @Override
  public void moving(int bytes) {
    sink.onMoving(bytes);
  }

  @Override
  public void moved(int bytes) {
    BulkMove current = move;
    sink.onMoved();
    waits = current != null && current.isInFlight();
    body.moved(bytes);
  }

  @Override
  public void drained() {
    if (waits) {
      waits = false;
      sink.drained();
    }
  }
}
