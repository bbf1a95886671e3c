package io.porty.mode.http.h1;

import io.porty.api.mode.BulkMove;
import io.porty.api.mode.Conduit;
import io.porty.mode.http.stream.BulkSink;
import org.jspecify.annotations.Nullable;

/**
 * Splices bodies into an HTTP/1 connection, between the framing of its message writer. On the
 * connection's event loop.
 */
final class H1BulkSink implements BulkSink {

  private final Conduit conduit;
  private final H1MessageWriter writer;
  private final Runnable writable;
  private @Nullable BulkMove move;

  /**
   * @param writable called when the conduit is writable again
   */
  H1BulkSink(Conduit conduit, H1MessageWriter writer, Runnable writable) {
    this.conduit = conduit;
    this.writer = writer;
    this.writable = writable;
  }

  @Override
  public Conduit conduit() {
    return conduit;
  }

  @Override
  public void begin(BulkMove by) {
    move = by;
  }

  @Override
  public void onMoving(int bytes) {
    writer.beginRaw(bytes);
  }

  @Override
  public void onMoved() {
    writer.endRaw();
  }

  @Override
  public void drained() {
    writable.run();
  }

  @Override
  public void end() {
    move = null;
  }

  /** Spliced bytes that the receiver has not taken yet. */
  long bytesInFlight() {
    BulkMove current = move;
    return current == null ? 0 : current.bytesInFlight();
  }
}
