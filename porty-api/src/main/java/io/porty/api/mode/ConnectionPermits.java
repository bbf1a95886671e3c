package io.porty.api.mode;

import io.porty.api.PluginImplements;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The permits that a route has for connections to one endpoint, shared by its pools on every event
 * loop. A pool that finds none free enqueues and is woken when one is given back; the others then
 * give up idle connections, which hold permits too. Thread-safe, and nothing here waits.
 *
 * @since 0.2
 */
public final class ConnectionPermits {

  /** A pool of connections, on one event loop. Both methods are called on any thread. */
  @PluginImplements
  public interface Pool {

    /** It had enqueued, and a permit may be free. */
    void onPermitAvailable();

    /** Another pool waits for a permit that an idle connection here may hold. */
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
   * Counts a waiting request in; whoever gets true calls {@link #leaveQueue} in the end.
   *
   * @return whether it may wait
   */
  public boolean tryQueue() {
    if (queued.incrementAndGet() <= queue) {
      return true;
    }
    queued.decrementAndGet();
    return false;
  }

  /** A request does not wait any more. */
  public void leaveQueue() {
    queued.decrementAndGet();
  }

  /** {@return whether a permit was free; it is taken then, and to be given back} */
  public boolean tryTake() {
    if (taken.incrementAndGet() <= permits) {
      return true;
    }
    taken.decrementAndGet();
    return false;
  }

  /** Gives a permit back, and wakes the pool that has waited for longest. */
  public void giveBack() {
    taken.decrementAndGet();
    Pool next = waiting.poll();
    if (next != null) {
      next.onPermitAvailable();
    }
  }

  /**
   * A pool waits for a permit. It tries once more afterwards: one may have become free just before.
   *
   * @param pool to be woken
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

  /** Answers whether nobody is left. */
  boolean leave(Pool pool) {
    pools.remove(pool);
    waiting.remove(pool);
    return pools.isEmpty();
  }
}
