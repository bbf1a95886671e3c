package io.porty.engine.generation;

import io.porty.engine.listen.ClientKey;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * How many connections each client address has on one listening address. A client of IPv6 is its
 * network of 64 bits, of which it may use any address (RFC 4291 section 2.5.4). Thread-safe.
 */
final class ClientLimit {

  private final Map<Object, Integer> open = new ConcurrentHashMap<>();

  /**
   * Counts a connection in.
   *
   * @param most at once; 0 sets no limit, and nobody is counted
   * @return what counts it out again; null if there are too many
   */
  @Nullable Runnable enter(SocketAddress client, int most) {
    if (most == 0 || !(client instanceof InetSocketAddress inet)) {
      return () -> {};
    }
    Object key = ClientKey.of(inet);
    if (open.merge(key, 1, Integer::sum) > most) {
      leave(key);
      return null;
    }
    return () -> leave(key);
  }

  private void leave(Object key) {
    open.computeIfPresent(key, (k, count) -> count == 1 ? null : count - 1);
  }
}
