package io.porty.mode.http.h2;

import io.netty.util.collection.IntObjectHashMap;
import io.netty.util.collection.IntObjectMap;
import io.porty.mode.http.pool.TargetPool;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The streams of a backend's connection: leased ones, by number once they are sent; the last. */
final class H2ClientStreams {

  private final IntObjectMap<H2ClientStream> sent = new IntObjectHashMap<>();
  private final List<H2ClientStream> unsent = new ArrayList<>(2);
  private final RecentStreams recent = new RecentStreams();
  private final FreeStreams<H2ClientStream> free = new FreeStreams<>();

  /** Number of leased streams. */
  int open() {
    return sent.size() + unsent.size();
  }

  H2ClientStream lend(H2ClientConnection connection, TargetPool pool) {
    H2ClientStream stream = free.take();
    if (stream == null) {
      stream = new H2ClientStream(connection, pool);
    }
    stream.lease();
    unsent.add(stream);
    return stream;
  }

  void add(int id, H2ClientStream stream) {
    unsent.remove(stream);
    sent.put(id, stream);
  }

  @Nullable H2ClientStream get(int id) {
    return sent.get(id);
  }

  void remove(H2ClientStream stream) {
    if (stream.isSent()) {
      sent.remove(stream.id());
      recent.add(stream.id(), stream.isComplete());
    } else {
      unsent.remove(stream);
    }
    free.add(stream);
  }

  /** Those that were leased last. */
  RecentStreams recent() {
    return recent;
  }

  /** Drops objects that are not needed; a stream that is not leased holds nothing. */
  void trim() {
    free.trim(stream -> {});
  }

  /** All leased streams, for a caller during whose work some may end. */
  List<H2ClientStream> all() {
    List<H2ClientStream> all = new ArrayList<>(sent.values());
    all.addAll(unsent);
    return all;
  }
}
