package io.porty.api.mode;

import io.porty.api.PluginImplements;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A route's permits for connections to one endpoint, shared by its pools on all event loops. A pool
 * without a free permit enqueues and is woken when one is released; other pools then close idle
 * connections, which hold permits too. Thread-safe and non-blocking.
 *
 * @since 0.2
 */
public final class ConnectionPermits {

  /** A pool of connections, on one event loop. Both methods are called on any thread. */
  @PluginImplements
  public interface Pool {

    /** The pool is first in the queue, and a permit may be free. */
    void onPermitAvailable();

    /** Another pool waits for a permit that an idle connection of this one may hold. */
    void requestEviction();
  }

  private final int permits;
  private final int queue;
  private final AtomicInteger queued = new AtomicInteger();
  private final AtomicInteger taken = new AtomicInteger();
  private final Queue<Pool> waiting = new ConcurrentLinkedQueue<>();
  private final Set<Pool> pools = new CopyOnWriteArraySet<>();

  ConnectionPermits(ConnectionLimits limits) {
    this.permits = limits.connections();
    this.queue = limits.queue();
  }

  /**
   * Counts a waiting request; after true the caller must call {@link #leaveQueue}.
   *
   * @return whether the queue has room
   */
  public boolean tryQueue() {
    if (queued.incrementAndGet() <= queue) {
      return true;
    }
    queued.decrementAndGet();
    return false;
  }

  /** A request has stopped waiting. */
  public void leaveQueue() {
    queued.decrementAndGet();
  }

  /** {@return whether a permit was acquired, which must be released} */
  public boolean tryTake() {
    if (taken.incrementAndGet() <= permits) {
      return true;
    }
    taken.decrementAndGet();
    return false;
  }

  /** Releases a permit, and wakes the first pool in the queue. */
  public void giveBack() {
    taken.decrementAndGet();
    Pool next = waiting.poll();
    if (next != null) {
      next.onPermitAvailable();
    }
  }

  /**
   * Enqueues a pool. It must try again afterwards, because a permit may have been released before.
   *
   * @param pool the pool to wake
   */
  public void enqueue(Pool pool) {
    waiting.add(pool);
    for (Pool other : pools) {
      if (other != pool) {
        other.requestEviction();
      }
    }
  }

  /** {@return whether a pool waits for a permit} */
  public boolean hasQueued() {
    return !waiting.isEmpty();
  }

  void join(Pool pool) {
    pools.add(pool);
  }

  /** Returns whether no pool is left. */
  boolean leave(Pool pool) {
    pools.remove(pool);
    waiting.remove(pool);
    return pools.isEmpty();
  }
}
