package io.porty.net.upstream;

import io.porty.api.mode.Endpoint;
import io.porty.api.mode.UpstreamKey;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint with what dialling has learned of it: the addresses that its name led to, and which
 * of them failed lately. Thread-safe. Its place in the table is kept by {@link EndpointTable}.
 */
public final class EndpointState {

  /** Of one that the table has forgotten. */
  private static final int FORGOTTEN = -1;

  private final Endpoint endpoint;
  private volatile List<InetSocketAddress> addresses = List.of();
  private volatile @Nullable Reachability reachability;

  /** How many have acquired it and not yet released it; {@link #FORGOTTEN} once it is removed. */
  private final AtomicInteger users = new AtomicInteger();

  private volatile long unusedSince;

  EndpointState(UpstreamKey key) {
    this.endpoint = new Endpoint(key);
  }

  /** The part that modes see. */
  public Endpoint endpoint() {
    return endpoint;
  }

  /**
   * The addresses that the policy allows, as its name was last resolved; empty until then, and of a
   * Unix domain socket.
   */
  public List<InetSocketAddress> addresses() {
    return addresses;
  }

  /** Its name was resolved. */
  public void resolved(List<InetSocketAddress> allowed) {
    addresses = List.copyOf(allowed);
  }

  /** In which order its addresses are tried; made when there is first more than one. */
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
   * Takes it into use.
   *
   * @return how many use it now; {@link #FORGOTTEN} if it has been removed from the table
   */
  int use() {
    return users.updateAndGet(n -> n == FORGOTTEN ? FORGOTTEN : n + 1);
  }

  /**
   * Ends one use.
   *
   * @return whether nobody uses it any more
   */
  boolean leave(long nanos) {
    unusedSince = nanos;
    return users.decrementAndGet() == 0;
  }

  /** Marks it as removed, for good; false if somebody uses it. */
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
