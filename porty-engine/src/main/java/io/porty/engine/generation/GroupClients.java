package io.porty.engine.generation;

import io.netty.channel.Channel;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The open connections of one group, and who wants to know when there are none. Thread-safe. */
final class GroupClients {

  private final Set<Channel> channels = ConcurrentHashMap.newKeySet();
  private volatile @Nullable Runnable whenEmpty;

  void add(Channel client) {
    channels.add(client);
  }

  void remove(Channel client) {
    if (channels.remove(client)) {
      tellIfEmpty();
    }
  }

  Set<Channel> all() {
    return Set.copyOf(channels);
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
