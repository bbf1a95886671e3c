package io.porty.mode.http.pool;

import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The places that a route has for connections to one target, shared by its pools on every loop. A
 * pool that finds none free enlists and is woken when one is given back; the others then give up
 * idle connections, which hold places too. Thread-safe.
 */
final class TargetConnectionLimit {

  private final int places;
  private final int queue;
  private final AtomicInteger queued = new AtomicInteger();
  private final AtomicInteger taken = new AtomicInteger();
  private final Queue<TargetPool> waiting = new ConcurrentLinkedQueue<>();
  private final Set<TargetPool> pools = new CopyOnWriteArraySet<>();

  /**
   * @param queue how many requests wait for a place at most
   */
  TargetConnectionLimit(int places, int queue) {
    this.places = places;
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
    if (taken.incrementAndGet() <= places) {
      return true;
    }
    taken.decrementAndGet();
    return false;
  }

  void giveBack() {
    taken.decrementAndGet();
    TargetPool next = waiting.poll();
    if (next != null) {
      next.wake();
    }
  }

  /** Whoever enlists tries once more afterwards: a place may have become free just before. */
  void enlist(TargetPool pool) {
    waiting.add(pool);
    for (TargetPool other : pools) {
      if (other != pool) {
        other.askToSpare();
      }
    }
  }

  boolean hasWaiting() {
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
