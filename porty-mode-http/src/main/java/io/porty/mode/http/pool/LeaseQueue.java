package io.porty.mode.http.pool;

import io.porty.api.mode.ConnectionPermits;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The leases of a target that wait for a permit, on one event loop. Without a limit there are none.
 * On the loop, except {@link #onPermitAvailable} and {@link #requestEviction}.
 */
final class LeaseQueue implements ConnectionPermits.Pool {

  private final TargetPool pool;
  private final UpstreamPool route;
  private final Deque<Lease> leases = new ArrayDeque<>();
  private @Nullable ConnectionPermits permits;
  private boolean enqueued;

  LeaseQueue(TargetPool pool, UpstreamPool route) {
    this.pool = pool;
    this.route = route;
  }

  /** Sets the permits of the route and endpoint; null for no limit. */
  void bind(@Nullable ConnectionPermits by) {
    permits = by;
  }

  boolean isLimited() {
    return permits != null;
  }

  boolean isEmpty() {
    return leases.isEmpty();
  }

  /** Whether another event loop waits for a permit. */
  boolean isAnyoneWaiting() {
    ConnectionPermits by = permits;
    return by != null && by.hasQueued();
  }

  /** Takes a permit, if needed that of an idle connection that is bound to a client. */
  boolean tryTake() {
    ConnectionPermits by = permits;
    return by == null || by.tryTake() || (pool.idle().evictBound() && by.tryTake());
  }

  void giveBack() {
    ConnectionPermits by = permits;
    if (by != null) {
      by.giveBack();
    }
  }

  /** False if the queue is full. */
  boolean add(Lease lease) {
    ConnectionPermits by = permits;
    if (by == null || !by.tryQueue()) {
      return false;
    }
    leases.addLast(lease);
    route.meter().waiting(1);
    return true;
  }

  /** False if the lease is not in the queue. */
  boolean remove(Lease lease) {
    boolean removed = leases.remove(lease);
    if (removed) {
      left();
    }
    return removed;
  }

  /** Removes the first lease of a queue that is not empty. */
  Lease next() {
    left();
    return leases.removeFirst();
  }

  private void left() {
    route.meter().waiting(-1);
    ConnectionPermits by = permits;
    if (by != null) {
      by.leaveQueue();
    }
  }

  /** Serves leases as long as there are idle connections or permits. */
  void serve() {
    ConnectionPermits by = permits;
    while (!leases.isEmpty()) {
      PooledConnection connection = pool.idle().poll(leases.getFirst());
      if (connection != null) {
        next().offered(connection);
      } else if (by == null || tryTake()) {
        pool.connectQueued(next());
      } else if (enqueued) {
        return;
      } else {
        enqueued = true;
        by.enqueue(this);
      }
    }
  }

  /** A permit may be available. On any thread. */
  @Override
  public void onPermitAvailable() {
    pool.loop()
        .execute(
            () -> {
              enqueued = false;
              serve();
              passPermitOn();
            });
  }

  /** The woken lease has left the queue: passes the permit on. */
  private void passPermitOn() {
    ConnectionPermits by = permits;
    if (leases.isEmpty() && by != null && by.hasQueued() && by.tryTake()) {
      by.giveBack();
    }
  }

  /**
   * Another event loop waits for a permit that an idle connection of this one may hold. On any
   * thread.
   */
  @Override
  public void requestEviction() {
    pool.loop()
        .execute(
            () -> {
              if (isAnyoneWaiting()) {
                pool.idle().evict();
              }
            });
  }
}
