package io.porty.net.opening;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A queue that listeners take turns in, and the clients of each: who has many waiting delays nobody
 * else's. Not thread-safe.
 *
 * @param <T> what waits
 */
final class FairQueue<T> {

  private final Map<Object, Map<Object, ArrayDeque<T>>> listeners = new LinkedHashMap<>();

  /** Adds one behind the others of its client. */
  void add(HandshakeOrigin origin, T one) {
    listeners
        .computeIfAbsent(origin.listener(), key -> new LinkedHashMap<>())
        .computeIfAbsent(origin.client(), key -> new ArrayDeque<>())
        .add(one);
  }

  boolean isEmpty() {
    return listeners.isEmpty();
  }

  /** The next one: of the listener, and the client of it, that had none for longest. */
  @Nullable T poll() {
    Map.Entry<Object, Map<Object, ArrayDeque<T>>> listener = takeFirst(listeners);
    if (listener == null) {
      return null;
    }
    Map<Object, ArrayDeque<T>> clients = listener.getValue();
    Map.Entry<Object, ArrayDeque<T>> client = takeFirst(clients);
    T one = client == null ? null : client.getValue().poll();
    if (client != null && !client.getValue().isEmpty()) {
      clients.put(client.getKey(), client.getValue()); // behind the others
    }
    if (!clients.isEmpty()) {
      listeners.put(listener.getKey(), clients);
    }
    return one;
  }

  private static <V> Map.@Nullable Entry<Object, V> takeFirst(Map<Object, V> map) {
    Iterator<Map.Entry<Object, V>> entries = map.entrySet().iterator();
    if (!entries.hasNext()) {
      return null;
    }
    Map.Entry<Object, V> first = entries.next();
    Map.Entry<Object, V> taken = Map.entry(first.getKey(), first.getValue());
    entries.remove();
    return taken;
  }

  /** One that does not wait any more; nothing happens if it did not wait. */
  void remove(HandshakeOrigin origin, T one) {
    Map<Object, ArrayDeque<T>> clients = listeners.get(origin.listener());
    ArrayDeque<T> own = clients == null ? null : clients.get(origin.client());
    if (clients == null || own == null) {
      return;
    }
    own.remove(one);
    if (own.isEmpty()) {
      clients.remove(origin.client());
    }
    if (clients.isEmpty()) {
      listeners.remove(origin.listener());
    }
  }
}
