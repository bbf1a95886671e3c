package io.porty.net.dial;

import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lookups of one kind that run or wait for a thread, in order of arrival; those over the limit of
 * their route or client are skipped. Guarded by the resolver's lock.
 */
final class LookupQueue {

  private final LookupBounds bounds;
  private final Map<String, PendingLookup> byHost = new HashMap<>();
  private final Set<PendingLookup> waiting = new LinkedHashSet<>();
  private final Map<Object, Integer> waitingOfClient = new HashMap<>();

  /** In start order. */
  private final Map<PendingLookup, Boolean> running = new LinkedHashMap<>();

  private final Map<Object, Integer> runningOf = new HashMap<>();
  private int overdue;

  LookupQueue(LookupBounds bounds) {
    this.bounds = bounds;
  }

  /** The lookup of this name; null if there is none. */
  @Nullable PendingLookup find(String host) {
    return byHost.get(host);
  }

  /**
   * Adds a lookup.
   *
   * @return false if a limit is reached
   */
  boolean add(PendingLookup lookup) {
    LookupClient client = lookup.client;
    if (waiting.size() >= bounds.waiting()
        || (client != null
            && waitingOfClient.getOrDefault(client.client(), 0) >= bounds.waitingOfClient())) {
      return false;
    }
    byHost.put(lookup.host, lookup);
    waiting.add(lookup);
    if (client != null) {
      waitingOfClient.merge(client.client(), 1, Integer::sum);
    }
    return true;
  }

  /** Removes a lookup without waiters, unless it runs. */
  void cancel(PendingLookup lookup) {
    if (removeWaiting(lookup)) {
      byHost.remove(lookup.host, lookup);
    }
  }

  private boolean removeWaiting(PendingLookup lookup) {
    boolean waited = waiting.remove(lookup);
    if (waited && lookup.client != null) {
      decrement(waitingOfClient, lookup.client.client());
    }
    return waited;
  }

  /** Starts the next lookup within the limits; null if there is none. */
  @Nullable PendingLookup next(long now) {
    if (running.size() >= bounds.running()) {
      return null;
    }
    for (PendingLookup lookup : waiting) {
      if (mayRun(lookup.client)) {
        removeWaiting(lookup);
        lookup.running = true;
        lookup.startedAt = now;
        running.put(lookup, true);
        count(lookup.client);
        return lookup;
      }
    }
    return null;
  }

  private boolean mayRun(@Nullable LookupClient client) {
    return client == null
        || (runningOf.getOrDefault(client.route(), 0) < bounds.ofRoute()
            && runningOf.getOrDefault(client.client(), 0) < bounds.ofClient());
  }

  private void count(@Nullable LookupClient client) {
    if (client != null) {
      runningOf.merge(client.route(), 1, Integer::sum);
      runningOf.merge(client.client(), 1, Integer::sum);
    }
  }

  /** The thread of a lookup has returned. */
  void finished(PendingLookup lookup) {
    byHost.remove(lookup.host, lookup);
    if (lookup.overdue) {
      overdue--;
    }
    running.remove(lookup);
    if (lookup.client != null) {
      decrement(runningOf, lookup.client.route());
      decrement(runningOf, lookup.client.client());
    }
  }

  /**
   * Abandons the oldest lookup beyond the deadline: later requests for its name start a new one. Up
   * to {@link LookupBounds#overdue} of them no longer count as running.
   *
   * @return null if no lookup is overdue
   */
  @Nullable PendingLookup abandonOverdue(long now, long deadlineNanos) {
    Iterator<PendingLookup> oldest = running.keySet().iterator();
    while (oldest.hasNext()) {
      PendingLookup lookup = oldest.next();
      if (now - lookup.startedAt < deadlineNanos) {
        return null;
      }
      if (byHost.remove(lookup.host, lookup)) {
        if (overdue < bounds.overdue()) {
          overdue++;
          lookup.overdue = true;
          oldest.remove();
        }
        return lookup;
      }
    }
    return null;
  }

  /**
   * Start time of the oldest lookup that is not abandoned; {@link Long#MAX_VALUE} if there is none.
   */
  long oldestStart() {
    for (PendingLookup lookup : running.keySet()) {
      if (byHost.get(lookup.host) == lookup) {
        return lookup.startedAt;
      }
    }
    return Long.MAX_VALUE;
  }

  private static void decrement(Map<Object, Integer> counts, Object key) {
    counts.computeIfPresent(key, (k, count) -> count == 1 ? null : count - 1);
  }
}
