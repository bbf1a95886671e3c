package io.porty.net.upstream;

import io.porty.api.mode.Endpoint;
import io.porty.api.mode.UpstreamKey;
import java.net.InetSocketAddress;
import java.util.List;
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

  /** Who has acquired it and not yet released it. Guarded by this. */
  private int users;

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

  /** Answers whether it is still in the table; then it was unused before if the result is 1. */
  synchronized int use() {
    return users == FORGOTTEN ? FORGOTTEN : ++users;
  }

  /** Answers whether nobody uses it any more. */
  synchronized boolean leave(long nanos) {
    unusedSince = nanos;
    return --users == 0;
  }

  /** Takes it out of use for good; false if somebody uses it. */
  synchronized boolean forget() {
    if (users != 0) {
      return false;
    }
    users = FORGOTTEN;
    return true;
  }

  synchronized boolean isUnused() {
    return users == 0;
  }

  long unusedSince() {
    return unusedSince;
  }
}
