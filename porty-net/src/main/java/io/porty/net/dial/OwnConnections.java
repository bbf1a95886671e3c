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
 * The connections that this Porty has made to targets that clients chose, or for clients of
 * protocols that carry no mark of their own, by both of their ends: a client that comes from the
 * one to the other is this Porty itself. One end is not enough: the system gives the same local
 * port to connections that lead to different places, and a client of this machine may have the port
 * of a connection to a backend. What a client chose leads to no listener of this Porty; the others
 * know the listening addresses that they have come through, so that a chain of routes is allowed,
 * and a ring is noticed when it closes. Thread-safe.
 */
public final class OwnConnections {

  /** Where a client has arrived. */
  private static final AttributeKey<Set<Object>> PLACE =
      AttributeKey.valueOf(OwnConnections.class, "place");

  /** Of a connection that may not come back at all. */
  private static final Set<Object> NOWHERE = Set.of(new Object());

  /** A connection as this side sees it. */
  private record Ends(SocketAddress from, SocketAddress to) {

    /** Of what a listener has accepted: seen from the other side. Null if it has gone. */
    static @Nullable Ends ofAccepted(@Nullable SocketAddress peer, @Nullable SocketAddress local) {
      return peer == null || local == null ? null : new Ends(peer, local);
    }
  }

  private final Map<Ends, Set<Object>> open = new ConcurrentHashMap<>();

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
    Set<Object> passed = known(client.remoteAddress(), client.localAddress());
    return passed != null && (passed == NOWHERE || passed.containsAll(place));
  }

  private @Nullable Set<Object> known(@Nullable SocketAddress peer, @Nullable SocketAddress local) {
    Ends ends = Ends.ofAccepted(peer, local);
    return ends == null ? null : open.get(ends);
  }

  /**
   * Whether an accepted connection is this Porty's own, on its way to a target that a client chose.
   *
   * @param local the address that it was accepted at
   */
  public boolean isClientsChoice(@Nullable SocketAddress peer, @Nullable SocketAddress local) {
    return known(peer, local) == NOWHERE;
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
    SocketAddress target = upstream.remoteAddress();
    if (target != null && upstream.localAddress() instanceof InetSocketAddress local) {
      Ends ends = new Ends(local, target);
      open.put(ends, passed);
      upstream.closeFuture().addListener(closed -> open.remove(ends, passed));
    }
  }

  private static @Nullable Set<Object> place(Channel client) {
    return client.hasAttr(PLACE) ? client.attr(PLACE).get() : null;
  }

  private Set<Object> passed(Channel client, Set<Object> place) {
    Set<Object> before = known(client.remoteAddress(), client.localAddress());
    if (before == null) {
      return place;
    }
    Set<Object> all = new HashSet<>(before);
    all.addAll(place);
    return all;
  }
}
