package io.porty.engine.runtime;

import io.netty.channel.Channel;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The open connections of one worker, with a callback for when the last has ended. Thread-safe. */
final class ConnectionRegistry {

  /** Unix time in milliseconds at which each connection was accepted. */
  private final Map<Channel, Long> channels = new ConcurrentHashMap<>();

  private final AtomicInteger held = new AtomicInteger();

  private volatile @Nullable Runnable whenEmpty;

  void add(Channel client, long acceptedMillis) {
    channels.put(client, acceptedMillis);
  }

  void remove(Channel client) {
    if (channels.remove(client) != null) {
      notifyIfEmpty();
    }
  }

  /** When a connection was accepted, Unix time; 0 if it is not registered here. */
  long acceptedMillis(Channel client) {
    return channels.getOrDefault(client, 0L);
  }

  Set<Channel> all() {
    return Set.copyOf(channels.keySet());
  }

  /**
   * Counts requests that run on although their connection was removed.
   *
   * @return run when they have ended; further calls do nothing
   */
  Runnable hold() {
    AtomicBoolean released = new AtomicBoolean();
    held.incrementAndGet();
    return () -> {
      if (released.compareAndSet(false, true)) {
        held.decrementAndGet();
        notifyIfEmpty();
      }
    };
  }

  /**
   * Runs an action once: now if there is no connection, else when the last one ends. No connection
   * is added after this call.
   */
  void whenEmpty(Runnable action) {
    whenEmpty = action;
    notifyIfEmpty();
  }

  private void notifyIfEmpty() {
    Runnable action = whenEmpty;
    if (action != null && channels.isEmpty() && held.get() == 0) {
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
