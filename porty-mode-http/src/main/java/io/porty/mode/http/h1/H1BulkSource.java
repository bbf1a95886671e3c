package io.porty.mode.http.h1;

import io.porty.api.mode.BulkMove;
import io.porty.api.mode.Conduit;
import io.porty.api.mode.Relay;
import io.porty.mode.http.stream.BulkSink;
import org.jspecify.annotations.Nullable;

/**
 * Has the kernel move what it can of one body from a connection into a sink; never more than the
 * body's own bytes. Made for a body, on the connection's loop.
 */
final class H1BulkSource implements BulkMove.Listener {

  /** The body that is moved. */
  interface Body {

    /** How many bytes of it are to come; many if it ends with the connection. */
    long remaining();

    /** So many came, past the process; the body may be complete, and its exchange over. */
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

  /** Begins; null where the kernel cannot. */
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

  /** Moves no more. */
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
    sink.beforeMove(bytes);
  }

  @Override
  public void moved(int bytes) {
    BulkMove current = move;
    sink.afterMove();
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
