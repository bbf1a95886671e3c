package io.porty.engine.dial;

import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import java.net.SocketAddress;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The connections that this Porty has made for clients of protocols that carry no mark of their
 * own, by their local address: a client that comes from one of these is this Porty itself. Each
 * knows the listening addresses that it has come through, so that a chain of routes is none, and a
 * ring is noticed when it closes. Thread-safe.
 */
public final class OwnConnections {

  /** Where a client has arrived. */
  private static final AttributeKey<Set<Object>> PLACE =
      AttributeKey.valueOf(OwnConnections.class, "place");

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
    return passed != null && passed.containsAll(place);
  }

  /**
   * A connection was made for a client; to be called before anything is sent on it.
   *
   * @return false if the client has come round: then it is not to be served
   */
  boolean made(Channel upstream, @Nullable Channel client) {
    if (client == null || !client.hasAttr(PLACE)) {
      return true;
    }
    Set<Object> place = client.attr(PLACE).get();
    if (isBefore(client, place)) {
      return false;
    }
    SocketAddress local = upstream.localAddress();
    if (local != null) {
      Set<Object> passed = passed(client, place);
      open.put(local, passed);
      upstream.closeFuture().addListener(closed -> open.remove(local, passed));
    }
    return true;
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
