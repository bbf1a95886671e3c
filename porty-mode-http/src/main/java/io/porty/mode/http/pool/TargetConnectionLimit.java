package io.porty.mode.http.pool;

import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The permits that a route has for connections to one target, shared by its pools on every loop. A
 * pool that finds none free enqueues and is woken when one is given back; the others then give up
 * idle connections, which hold permits too. Thread-safe.
 */
final class TargetConnectionLimit {

  private final int permits;
  private final int queue;
  private final AtomicInteger queued = new AtomicInteger();
  private final AtomicInteger taken = new AtomicInteger();
  private final Queue<TargetPool> waiting = new ConcurrentLinkedQueue<>();
  private final Set<TargetPool> pools = new CopyOnWriteArraySet<>();

  /**
   * @param queue how many requests wait for a permit at most
   */
  TargetConnectionLimit(int permits, int queue) {
    this.permits = permits;
    this.queue = queue;
  }

  /** Counts a waiting request in; whoever gets true calls {@link #leaveQueue} in the end. */
  boolean tryQueue() {
    if (queued.incrementAndGet() <= queue) {
      return true;
    }
    queued.decrementAndGet();
    return false;
  }

  void leaveQueue() {
    queued.decrementAndGet();
  }

  boolean tryTake() {
    if (taken.incrementAndGet() <= permits) {
      return true;
    }
    taken.decrementAndGet();
    return false;
  }

  void giveBack() {
    taken.decrementAndGet();
    TargetPool next = waiting.poll();
    if (next != null) {
      next.onPermitAvailable();
    }
  }

  /** Whoever enqueues tries once more afterwards: a permit may have become free just before. */
  void enqueue(TargetPool pool) {
    waiting.add(pool);
    for (TargetPool other : pools) {
      if (other != pool) {
        other.requestEviction();
      }
    }
  }

  boolean hasQueued() {
    return !waiting.isEmpty();
  }

  void join(TargetPool pool) {
    pools.add(pool);
  }

  /** Answers whether nobody is left. */
  boolean leave(TargetPool pool) {
    pools.remove(pool);
    waiting.remove(pool);
    return pools.isEmpty();
  }
}
