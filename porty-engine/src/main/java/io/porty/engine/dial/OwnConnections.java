package io.porty.engine.dial;

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
 * The connections that this Porty has made to targets that clients chose, or for clients of
 * protocols that carry no mark of their own, by their local address: a client that comes from one
 * of these is this Porty itself, by whatever address it was reached. What a client chose leads to
 * no listener of this Porty; the others know the listening addresses that they have come through,
 * so that a chain of routes is allowed, and a ring is noticed when it closes. Thread-safe.
 */
public final class OwnConnections {

  /** Where a client has arrived. */
  private static final AttributeKey<Set<Object>> PLACE =
      AttributeKey.valueOf(OwnConnections.class, "place");

  /** Of a connection that may not come back at all. */
  private static final Set<Object> NOWHERE = Set.of(new Object());

  private final Map<SocketAddress, Set<Object>> open = new ConcurrentHashMap<>();

  /**
   * A client has come to a listening address. A connection within this machine may be accepted
   * before its other end knows that it is connected: so it is looked at again by {@link #made}.
   *
   * @param place the set of this address alone
   * @return whether the client is known to have come through there before
   */
  public boolean comesRound(Channel client, Set<Object> place) {
    client.attr(PLACE).set(place);
    return isBefore(client, place);
  }

  private boolean isBefore(Channel client, Set<Object> place) {
    SocketAddress peer = client.remoteAddress();
    Set<Object> passed = peer == null ? null : open.get(peer);
    return passed != null && (passed == NOWHERE || passed.containsAll(place));
  }

  /** Whether a peer is this Porty on its way to a target that a client chose. */
  public boolean isClientsChoice(@Nullable SocketAddress peer) {
    return peer != null && open.get(peer) == NOWHERE;
  }

  /**
   * A connection was made for a client; to be called before anything is sent on it.
   *
   * @return false if the client has come round: then it is not to be served
   */
  boolean made(Channel upstream, DialRequest request) {
    Channel client = request.client();
    Set<Object> place = client == null ? null : place(client);
    if (client != null && place != null && isBefore(client, place)) {
      return false;
    }
    if (request.chosenByClient()) {
      remember(upstream, NOWHERE);
    } else if (client != null && place != null) {
      remember(upstream, passed(client, place));
    }
    return true;
  }

  private void remember(Channel upstream, Set<Object> passed) {
    // A Unix domain socket that connects has no name.
    if (upstream.localAddress() instanceof InetSocketAddress local) {
      open.put(local, passed);
      upstream.closeFuture().addListener(closed -> open.remove(local, passed));
    }
  }

  private static @Nullable Set<Object> place(Channel client) {
    return client.hasAttr(PLACE) ? client.attr(PLACE).get() : null;
  }

  private Set<Object> passed(Channel client, Set<Object> place) {
    Set<Object> before = open.get(client.remoteAddress());
    if (before == null) {
      return place;
    }
    Set<Object> all = new HashSet<>(before);
    all.addAll(place);
    return all;
  }
}
