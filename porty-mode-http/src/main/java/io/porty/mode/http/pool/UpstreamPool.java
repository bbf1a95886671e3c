package io.porty.mode.http.pool;

import io.netty.channel.EventLoop;
import io.porty.api.Target;
import io.porty.api.mode.ConnectionLimits;
import io.porty.api.mode.Dialer;
import io.porty.api.mode.Endpoints;
import io.porty.api.mode.Route;
import io.porty.api.mode.RouteMeter;
import io.porty.api.mode.UpstreamKey;
import io.porty.mode.http.listener.LoopClock;

/**
 * The backend connections of a route on one event loop, by endpoint. Not shared between routes,
 * whose target policies may differ. On the loop.
 */
public final class UpstreamPool {

  private final LoopClock clock;
  private final Dialer dialer;
  private final Endpoints endpoints;
  private final ConnectionFactory factory;
  private final UpstreamLimits limits;
  private final ConnectionLimits bounds;
  private final RouteMeter meter;
  private final PoolTable targets = new PoolTable();
  private final IdleList idle;
  private boolean closed;

  /**
   * @param clock of the event loop
   * @param route the route
   * @param factory creates connections for the protocol of its backends
   * @param bounds shared with the route's pools of other event loops
   */
  public UpstreamPool(
      LoopClock clock,
      Route route,
      ConnectionFactory factory,
      UpstreamLimits limits,
      ConnectionLimits bounds,
      RouteMeter meter) {
    this.clock = clock;
    this.dialer = factory.dialer(route);
    this.endpoints = route.endpoints();
    this.factory = factory;
    this.limits = limits;
    this.bounds = bounds;
    this.meter = meter;
    this.idle = new IdleList(meter);
  }

  /**
   * The pool of a target.
   *
   * @param chosenByClient whether the client chose the target: such requests get only connections
   *     that were made under the target policy
   */
  public TargetPool target(Target target, boolean chosenByClient) {
    TargetPool found = targets.find(target, chosenByClient);
    if (found == null) {
      found =
          new TargetPool(
              this, target, endpoints.acquire(target, chosenByClient), factory.mayShare(target));
      targets.add(found);
      found.queue().bind(found.endpoint().join(bounds, found.queue()));
    }
    return found;
  }

  /** Closes expired idle connections. Called regularly. */
  public void expire() {
    PoolMember oldest = idle.oldest();
    while (oldest != null && now() - oldest.idleSince() >= limits.idleTicks()) {
      oldest.close();
      oldest = idle.oldest();
    }
  }

  /** Closes the longest idle connections over the limit. */
  void trim() {
    while (idle.size() > limits.idle()) {
      PoolMember oldest = idle.oldest();
      if (oldest == null) {
        return;
      }
      oldest.close();
    }
  }

  public boolean isEmpty() {
    return targets.isEmpty();
  }

  public void close() {
    closed = true;
    targets.all().forEach(TargetPool::close);
    for (PoolMember bound = idle.oldest(); bound != null; bound = idle.oldest()) {
      bound.close();
    }
  }

  /**
   * Removes the pool of a target without connections; otherwise every name that clients send would
   * stay in memory.
   */
  void forgetIfUnused(TargetPool pool) {
    if (pool.isUnused() && targets.remove(pool)) {
      pool.endpoint().leave(bounds, pool.queue());
      endpoints.release(pool.endpoint());
    }
  }

  /** Adds a removed pool that an exchange still holds, unless there is another one of its key. */
  void remember(TargetPool pool) {
    UpstreamKey key = pool.endpoint().key();
    if (targets.find(key) == null) {
      pool.move(endpoints.acquire(pool.target(), key.isChosenByClient()));
      targets.add(pool);
      pool.queue().bind(pool.endpoint().join(bounds, pool.queue()));
    }
  }

  /** Whether a released connection is kept. */
  boolean keeps(TargetPool pool, PoolMember connection) {
    return !closed
        && limits.idleTicks() > 0
        && targets.find(pool.endpoint().key()) == pool
        && now() - connection.openedAt() < limits.lifetimeTicks();
  }

  /** Whether connections name their client to the backend, and so belong to it. */
  boolean namesClient() {
    return dialer.namesClient();
  }

  /** Whether the backend may be about to close an idle connection. */
  boolean isOld(PoolMember connection) {
    return now() - connection.idleSince() >= limits.unsafeReuseIdleTicks();
  }

  IdleList idleList() {
    return idle;
  }

  RouteMeter meter() {
    return meter;
  }

  EventLoop loop() {
    return clock.eventLoop();
  }

  Dialer dialer() {
    return dialer;
  }

  ConnectionFactory factory() {
    return factory;
  }

  int now() {
    return clock.now();
  }
}
