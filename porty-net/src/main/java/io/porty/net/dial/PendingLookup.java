package io.porty.net.dial;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A lookup of a name, and the futures that wait for it. Guarded by the resolver's lock. */
final class PendingLookup {

  final String host;
  final @Nullable LookupClient client;
  final List<CompletableFuture<InetAddress[]>> waiting = new ArrayList<>(1);
  long startedAt;
  boolean running;
  boolean overdue;

  /**
   * @param client the first requester; null for a configured name
   */
  PendingLookup(String host, @Nullable LookupClient client) {
    this.host = host;
    this.client = client;
  }

  /** Removes and returns the waiting futures, to be completed outside the lock. */
  List<CompletableFuture<InetAddress[]>> takeWaiting() {
    List<CompletableFuture<InetAddress[]>> all = new ArrayList<>(waiting);
    waiting.clear();
    return all;
  }
}
