package io.porty.net.opening;

import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
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
    return poll(client -> true);
  }

  /**
   * The next one of those clients that may have one.
   *
   * @return null if there is none
   */
  @Nullable T poll(Predicate<Object> mayHave) {
    for (Map.Entry<Object, Map<Object, ArrayDeque<T>>> listener : listeners.entrySet()) {
      for (Object client : listener.getValue().keySet()) {
        if (mayHave.test(client)) {
          return take(listener.getKey(), listener.getValue(), client);
        }
      }
    }
    return null;
  }

  /** Both go behind the others, if they have more. */
  private @Nullable T take(Object listener, Map<Object, ArrayDeque<T>> clients, Object client) {
    listeners.remove(listener);
    ArrayDeque<T> own = clients.remove(client);
    T one = own == null ? null : own.poll();
    if (own != null && !own.isEmpty()) {
      clients.put(client, own);
    }
    if (!clients.isEmpty()) {
      listeners.put(listener, clients);
    }
    return one;
  }

  boolean contains(HandshakeOrigin origin, T one) {
    Map<Object, ArrayDeque<T>> clients = listeners.get(origin.listener());
    ArrayDeque<T> own = clients == null ? null : clients.get(origin.client());
    return own != null && own.contains(one);
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
