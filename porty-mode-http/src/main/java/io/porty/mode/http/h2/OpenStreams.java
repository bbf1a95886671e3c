package io.porty.mode.http.h2;

import io.porty.mode.http.config.HttpRoute;
import io.porty.mode.http.edit.ForwardedFields;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The streams of a client's connection: those that are open, the last that were, and objects of
 * ended ones to be used again. On the event loop.
 */
final class OpenStreams {

  /** How often objects that are not needed are dropped, in ticks: every second. */
  private static final int TRIM_TICKS = 1000 / HttpRoute.TICK_MILLIS;

  private static final Consumer<H2ServerStream> DROP = stream -> stream.handler().connectionEnded();

  private final H2ServerConnection connection;
  private final StreamTable table = new StreamTable();
  private final RecentStreams recent = new RecentStreams();
  private final FreeStreams<H2ServerStream> free = new FreeStreams<>();
  private final ForwardedFields forwarded;
  private int last;

  OpenStreams(H2ServerConnection connection) {
    this.connection = connection;
    this.forwarded = new ForwardedFields(connection.peer(), connection.tls() != null);
  }

  /** The fields that tell backends of the client. */
  ForwardedFields forwarded() {
    return forwarded;
  }

  int count() {
    return table.count();
  }

  @Nullable H2ServerStream get(int id) {
    return table.get(id);
  }

  /** As {@link StreamTable#copy}. */
  List<H2ServerStream> copy() {
    return table.copy();
  }

  RecentStreams recent() {
    return recent;
  }

  /** The highest stream of the client. */
  int last() {
    return last;
  }

  /** Whether a stream was never opened. */
  boolean isIdle(int id) {
    return id > last || (id & 1) == 0;
  }

  /** A stream of this number begins, whatever becomes of it. */
  void opened(int id) {
    last = id;
  }

  /**
   * Opens a stream.
   *
   * @param sendWindow bytes that the client takes on it
   */
  H2ServerStream open(int id, PriorityField priority, int sendWindow) {
    H2ServerStream stream = free.take();
    if (stream == null) {
      stream = new H2ServerStream(connection, connection.generation());
    }
    stream.generation().begun();
    stream.generation().loop().metrics().streamBegun();
    stream.open(id, priority, sendWindow);
    table.add(stream);
    return stream;
  }

  /** A stream is closed, and its exchange over. */
  void ended(H2ServerStream stream) {
    recent.add(stream.id(), stream.isClientDone());
    table.remove(stream.id());
    stream.generation().ended();
    stream.generation().loop().metrics().streamEnded();
    boolean current = stream.generation().equals(connection.generation());
    if (current && connection.isOpen()) {
      free.add(stream);
    } else {
      DROP.accept(stream);
    }
  }

  void tick(int now) {
    for (H2ServerStream stream : table.copy()) {
      try {
        stream.tick(now);
      } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError e) {
        stream.failed(e);
      }
    }
    if (now % TRIM_TICKS == 0) {
      free.trim(DROP);
    }
  }

  /** The client is gone. */
  void dropAll() {
    for (H2ServerStream stream : table.copy()) {
      stream.clientGone();
    }
    dropFree();
  }

  /** Drops objects of an earlier configuration, or of a closed connection. */
  void dropFree() {
    free.dropAll(DROP);
  }
}
