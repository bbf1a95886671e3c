package io.porty.net.upstream;

import io.porty.api.IpLiteral;
import io.porty.api.mode.Endpoint;
import io.porty.api.mode.UpstreamKey;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint with its dial state: resolved addresses, and which of them failed recently.
 * Thread-safe. Its lifetime is managed by {@link EndpointTable}.
 */
public final class EndpointState {

  /** Use count of a state that was removed from the table. */
  private static final int FORGOTTEN = -1;

  private final Endpoint endpoint;
  private final List<InetSocketAddress> literal;
  private volatile List<InetSocketAddress> addresses;
  private volatile @Nullable Reachability reachability;

  /** Number of acquisitions not yet released; {@link #FORGOTTEN} once removed. */
  private final AtomicInteger users = new AtomicInteger();

  private volatile long unusedSince;

  EndpointState(UpstreamKey key) {
    this.endpoint = new Endpoint(key);
    InetAddress address = key.isChosenByClient() ? null : IpLiteral.parse(key.host());
    this.literal =
        address == null ? List.of() : List.of(new InetSocketAddress(address, key.port()));
    this.addresses = literal;
  }

  /** The part that modes see. */
  public Endpoint endpoint() {
    return endpoint;
  }

  /**
   * The address of a configured target that is written as one: it needs no resolution, and no
   * policy applies to it. Else empty.
   */
  public List<InetSocketAddress> literal() {
    return literal;
  }

  /**
   * The allowed addresses of the last resolution, or the {@link #literal}; empty before the first
   * resolution, and for a Unix domain socket.
   */
  public List<InetSocketAddress> addresses() {
    return addresses;
  }

  /**
   * Records the allowed addresses of a resolution.
   *
   * @return the same addresses; connections of the endpoint share the objects
   */
  public List<InetSocketAddress> resolved(List<InetSocketAddress> allowed) {
    List<InetSocketAddress> known = addresses;
    if (!known.equals(allowed)) {
      known = List.copyOf(allowed);
      addresses = known;
    }
    return known;
  }

  /** The dial order of its addresses; created on first use. */
  public Reachability reachability() {
    Reachability made = reachability;
    if (made == null) {
      synchronized (this) {
        made = reachability;
        if (made == null) {
          made = new Reachability();
          reachability = made;
        }
      }
    }
    return made;
  }

  /**
   * Counts a use.
   *
   * @return the number of uses; {@link #FORGOTTEN} if it was removed from the table
   */
  int use() {
    return users.updateAndGet(n -> n == FORGOTTEN ? FORGOTTEN : n + 1);
  }

  /**
   * Ends one use.
   *
   * @return whether it was the last one
   */
  boolean leave(long nanos) {
    unusedSince = nanos;
    return users.decrementAndGet() == 0;
  }

  /** Marks it as removed; false if it is in use. */
  boolean forget() {
    return users.compareAndSet(0, FORGOTTEN);
  }

  boolean isUnused() {
    return users.get() == 0;
  }

  long unusedSince() {
    return unusedSince;
  }
}
