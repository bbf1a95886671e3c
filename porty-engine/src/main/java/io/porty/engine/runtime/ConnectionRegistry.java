package io.porty.engine.runtime;

import io.netty.channel.Channel;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The open connections of one group, and who wants to know when there are none. Thread-safe. */
final class ConnectionRegistry {

  /** With the time when each was accepted, Unix time. */
  private final Map<Channel, Long> channels = new ConcurrentHashMap<>();

  private volatile @Nullable Runnable whenEmpty;

  void add(Channel client, long acceptedMillis) {
    channels.put(client, acceptedMillis);
  }

  void remove(Channel client) {
    if (channels.remove(client) != null) {
      tellIfEmpty();
    }
  }

  /** When it was accepted; 0 if it is not of this group. */
  long since(Channel client) {
    return channels.getOrDefault(client, 0L);
  }

  Set<Channel> all() {
    return Set.copyOf(channels.keySet());
  }

  /** Called once: now, or when the last one has gone. No further ones come. */
  void whenEmpty(Runnable action) {
    whenEmpty = action;
    tellIfEmpty();
  }

  private void tellIfEmpty() {
    Runnable action = whenEmpty;
    if (action != null && channels.isEmpty()) {
      synchronized (this) {
        action = whenEmpty;
        whenEmpty = null;
      }
      if (action != null) {
        action.run();
      }
    }
  }
}
