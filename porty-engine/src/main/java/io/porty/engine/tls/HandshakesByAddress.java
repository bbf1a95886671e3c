package io.porty.engine.tls;

import io.netty.channel.EventLoop;
import io.porty.net.opening.HandshakeRate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** What the handshakes of each listening address have in common, across reloads. Thread-safe. */
final class HandshakesByAddress {

  private final List<EventLoop> loops;
  private final Map<String, ListenerHandshakes> all = new ConcurrentHashMap<>();

  HandshakesByAddress(List<EventLoop> loops) {
    this.loops = loops;
  }

  ListenerHandshakes of(String address) {
    return all.computeIfAbsent(
        address, a -> new ListenerHandshakes(new HandshakeCounters(loops), new HandshakeRate()));
  }

  /** Forgets those of addresses that are no longer listened on. */
  void keep(Set<String> addresses) {
    all.keySet().retainAll(addresses);
  }

  Map<String, HandshakeCounters> counters() {
    return all.entrySet().stream()
        .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, e -> e.getValue().counters()));
  }
}
