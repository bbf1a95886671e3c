package io.porty.engine.runtime;

import io.porty.api.mode.ClientKey;
import java.net.SocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts the connections of each client on one listening address. An IPv6 client is identified by
 * its /64 network, of which it may use any address (RFC 4291 section 2.5.4). Thread-safe.
 */
final class PerClientLimiter {

  private final Map<Object, Integer> open = new ConcurrentHashMap<>();

  /**
   * Counts a connection unless the client already has {@code max}.
   *
   * @return whether it was counted; if so, the caller must call {@link #release} once
   */
  boolean acquire(SocketAddress client, int max) {
    Object key = ClientKey.of(client);
    if (open.merge(key, 1, Integer::sum) <= max) {
      return true;
    }
    release(key);
    return false;
  }

  /** Whether the client has more than {@code max} connections. */
  boolean isOver(SocketAddress client, int max) {
    return open.getOrDefault(ClientKey.of(client), 0) > max;
  }

  void release(SocketAddress client) {
    release(ClientKey.of(client));
  }

  private void release(Object key) {
    open.computeIfPresent(key, (k, count) -> count == 1 ? null : count - 1);
  }
}
