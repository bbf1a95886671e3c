package io.porty.net.dial;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A name that is being looked up, and who waits for it. Guarded by its resolver's lock. */
final class PendingLookup {

  final String host;
  final @Nullable LookupClient asker;
  final List<CompletableFuture<InetAddress[]>> waiting = new ArrayList<>(1);
  long startedAt;
  boolean running;
  boolean overdue;

  /**
   * @param asker the first who asks; null is the operator
   */
  PendingLookup(String host, @Nullable LookupClient asker) {
    this.host = host;
    this.asker = asker;
  }

  /** Whoever waits, to be told outside of the lock; nobody waits any more then. */
  List<CompletableFuture<InetAddress[]>> takeWaiting() {
    List<CompletableFuture<InetAddress[]>> all = new ArrayList<>(waiting);
    waiting.clear();
    return all;
  }
}
