package io.porty.engine.runtime;

import io.porty.net.listener.ClientKey;
import java.net.SocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How many connections each client address has on one listening address. A client of IPv6 is its
 * network of 64 bits, of which it may use any address (RFC 4291 section 2.5.4). Thread-safe.
 */
final class PerClientLimiter {

  private final Map<Object, Integer> open = new ConcurrentHashMap<>();

  /**
   * Counts a connection in, unless the client has so many already.
   *
   * @return whether it is counted; whoever gets true calls {@link #leave} in the end
   */
  boolean enter(SocketAddress client, int most) {
    Object key = ClientKey.of(client);
    if (open.merge(key, 1, Integer::sum) <= most) {
      return true;
    }
    leave(key);
    return false;
  }

  /** Whether the client has more connections than so many. */
  boolean isOver(SocketAddress client, int most) {
    return open.getOrDefault(ClientKey.of(client), 0) > most;
  }

  void leave(SocketAddress client) {
    leave(ClientKey.of(client));
  }

  private void leave(Object key) {
    open.computeIfPresent(key, (k, count) -> count == 1 ? null : count - 1);
  }
}
