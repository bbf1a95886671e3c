package io.porty.net.dial;

import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Look-ups of one kind: those that run, and those that wait for a thread, in the order in which
 * they came. One that would exceed the bound of its route or client lets others pass. Guarded by
 * its resolver's lock.
 */
final class LookupQueue {

  private final LookupBounds bounds;
  private final Map<String, PendingLookup> open = new HashMap<>();
  private final Set<PendingLookup> waiting = new LinkedHashSet<>();
  private final Map<Object, Integer> waitingOfClient = new HashMap<>();

  /** In the order in which they have begun. */
  private final Map<PendingLookup, Boolean> running = new LinkedHashMap<>();

  private final Map<Object, Integer> runningOf = new HashMap<>();
  private int overdue;

  LookupQueue(LookupBounds bounds) {
    this.bounds = bounds;
  }

  /** What is asked about this name, if anything. */
  @Nullable PendingLookup find(String host) {
    return open.get(host);
  }

  /** Answers whether there is room for it. */
  boolean add(PendingLookup question) {
    LookupClient asker = question.asker;
    if (waiting.size() >= bounds.waiting()
        || (asker != null
            && waitingOfClient.getOrDefault(asker.client(), 0) >= bounds.waitingOfClient())) {
      return false;
    }
    open.put(question.host, question);
    waiting.add(question);
    if (asker != null) {
      waitingOfClient.merge(asker.client(), 1, Integer::sum);
    }
    return true;
  }

  /** Nobody waits for it any more: it is forgotten unless it runs. */
  void withdraw(PendingLookup question) {
    if (unqueue(question)) {
      open.remove(question.host, question);
    }
  }

  private boolean unqueue(PendingLookup question) {
    boolean waited = waiting.remove(question);
    if (waited && question.asker != null) {
      less(waitingOfClient, question.asker.client());
    }
    return waited;
  }

  /** The next one that may run, which counts as running from now on; null if none may. */
  @Nullable PendingLookup next(long now) {
    if (running.size() >= bounds.running()) {
      return null;
    }
    for (PendingLookup question : waiting) {
      if (mayRun(question.asker)) {
        unqueue(question);
        question.running = true;
        question.startedAt = now;
        running.put(question, true);
        count(question.asker);
        return question;
      }
    }
    return null;
  }

  private boolean mayRun(@Nullable LookupClient asker) {
    return asker == null
        || (runningOf.getOrDefault(asker.route(), 0) < bounds.ofRoute()
            && runningOf.getOrDefault(asker.client(), 0) < bounds.ofClient());
  }

  private void count(@Nullable LookupClient asker) {
    if (asker != null) {
      runningOf.merge(asker.route(), 1, Integer::sum);
      runningOf.merge(asker.client(), 1, Integer::sum);
    }
  }

  /** Its thread is free again. */
  void finished(PendingLookup question) {
    open.remove(question.host, question);
    if (question.overdue) {
      overdue--;
    }
    running.remove(question);
    if (question.asker != null) {
      less(runningOf, question.asker.route());
      less(runningOf, question.asker.client());
    }
  }

  /**
   * The one that has run for longest and is beyond its deadline, given up: who asks for its name
   * next asks anew. While there may be more threads, another one may run in its place.
   */
  @Nullable PendingLookup giveUp(long now, long deadlineNanos) {
    Iterator<PendingLookup> oldest = running.keySet().iterator();
    while (oldest.hasNext()) {
      PendingLookup question = oldest.next();
      if (now - question.startedAt < deadlineNanos) {
        return null;
      }
      if (open.remove(question.host, question)) {
        if (overdue < bounds.overdue()) {
          overdue++;
          question.overdue = true;
          oldest.remove();
        }
        return question;
      }
    }
    return null;
  }

  /** When the oldest that was not given up has begun; {@link Long#MAX_VALUE} if there is none. */
  long oldestStart() {
    for (PendingLookup question : running.keySet()) {
      if (open.get(question.host) == question) {
        return question.startedAt;
      }
    }
    return Long.MAX_VALUE;
  }

  private static void less(Map<Object, Integer> counts, Object key) {
    counts.computeIfPresent(key, (k, count) -> count == 1 ? null : count - 1);
  }
}
