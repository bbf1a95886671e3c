package io.porty.net.dial;

import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import io.porty.api.mode.DialRequest;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Detects forwarding loops by the address pairs of this process's upstream connections: an accepted
 * connection with the same pair is one of them. Registered are connections to client-chosen
 * targets, and those for clients whose protocol has no loop marker such as Via. One address alone
 * does not identify a connection, because the kernel reuses a local port for different
 * destinations. A client-chosen target must not lead to any listener of this process; other
 * connections carry the listeners that they have passed, so that a chain of routes is allowed and a
 * loop is detected when it closes. Thread-safe.
 */
public final class OwnConnections {

  /** The listener that accepted a client. */
  private static final AttributeKey<Set<Object>> LISTENER =
      AttributeKey.valueOf(OwnConnections.class, "listener");

  /** Marks connections to client-chosen targets. */
  private static final Set<Object> TO_CLIENT_CHOSEN = Set.of(new Object());

  /** The address pair of an upstream connection. */
  private record AddressPair(SocketAddress from, SocketAddress to) {

    /** The pair of an accepted connection, seen from its client side; null if it is closed. */
    static @Nullable AddressPair ofAccepted(
        @Nullable SocketAddress peer, @Nullable SocketAddress local) {
      return peer == null || local == null ? null : new AddressPair(peer, local);
    }
  }

  private final Map<AddressPair, Set<Object>> open = new ConcurrentHashMap<>();

  /**
   * Registers an accepted client, and checks for a loop. A loopback connection may be accepted
   * before its connecting side is registered, so {@link #register} checks again.
   *
   * @param listener a set of the listener's key alone
   * @return whether the client has passed the listener before
   */
  public boolean isLoop(Channel client, Set<Object> listener) {
    client.attr(LISTENER).set(listener);
    return hasPassed(client, listener);
  }

  private boolean hasPassed(Channel client, Set<Object> listener) {
    Set<Object> passed = passedBy(client.remoteAddress(), client.localAddress());
    return passed != null && (passed == TO_CLIENT_CHOSEN || passed.containsAll(listener));
  }

  private @Nullable Set<Object> passedBy(
      @Nullable SocketAddress peer, @Nullable SocketAddress local) {
    AddressPair pair = AddressPair.ofAccepted(peer, local);
    return pair == null ? null : open.get(pair);
  }

  /**
   * Whether an accepted connection is one of this process to a client-chosen target.
   *
   * @param peer the address of the client
   * @param local the local address of the accepted connection
   */
  public boolean isToClientChosenTarget(
      @Nullable SocketAddress peer, @Nullable SocketAddress local) {
    return passedBy(peer, local) == TO_CLIENT_CHOSEN;
  }

  /**
   * Registers an upstream connection. Called before anything is sent on it.
   *
   * @return false if it closes a loop; then it must be closed
   */
  boolean register(Channel upstream, DialRequest request) {
    Channel client = request.client();
    Set<Object> listener = client == null ? null : listener(client);
    if (client != null && listener != null && hasPassed(client, listener)) {
      return false;
    }
    if (request.chosenByClient()) {
      add(upstream, TO_CLIENT_CHOSEN);
    } else if (client != null && listener != null) {
      add(upstream, passed(client, listener));
    }
    return true;
  }

  private void add(Channel upstream, Set<Object> passed) {
    // A connecting Unix domain socket has no address.
    SocketAddress target = upstream.remoteAddress();
    if (target != null && upstream.localAddress() instanceof InetSocketAddress local) {
      AddressPair pair = new AddressPair(local, target);
      open.put(pair, passed);
      upstream.closeFuture().addListener(closed -> open.remove(pair, passed));
    }
  }

  private static @Nullable Set<Object> listener(Channel client) {
    return client.hasAttr(LISTENER) ? client.attr(LISTENER).get() : null;
  }

  private Set<Object> passed(Channel client, Set<Object> listener) {
    Set<Object> earlier = passedBy(client.remoteAddress(), client.localAddress());
    if (earlier == null) {
      return listener;
    }
    Set<Object> all = new HashSet<>(earlier);
    all.addAll(listener);
    return all;
  }
}
