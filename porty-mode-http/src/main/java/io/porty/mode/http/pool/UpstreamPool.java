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
 * Backend connections of one route on one loop, by endpoint: never shared between routes, whose
 * target policies may differ. All calls are on the loop.
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
  private final IdleList idle = new IdleList();
  private boolean closed;

  /**
   * @param clock of the loop
   * @param route whose backends they are
   * @param factory speaks the wire of the route's backends
   * @param bounds shared with the route's pools on other loops
   */
  public UpstreamPool(
      LoopClock clock,
      Route route,
      ConnectionFactory factory,
      UpstreamLimits limits,
      ConnectionLimits bounds,
      RouteMeter meter) {
    this.clock = clock;
    this.dialer = route.dialer();
    this.endpoints = route.endpoints();
    this.factory = factory;
    this.limits = limits;
    this.bounds = bounds;
    this.meter = meter;
  }

  /**
   * @param chosenByClient whether the client chose the target: such requests get only connections
   *     that were made under the target policy
   */
  public TargetPool target(Target target, boolean chosenByClient) {
    TargetPool found = targets.find(target, chosenByClient);
    if (found == null) {
      found = new TargetPool(this, target, endpoints.acquire(target, chosenByClient));
      targets.add(found);
      found.bind(found.endpoint().join(bounds, found));
    }
    return found;
  }

  /** Closes what has been idle for too long. Called now and then. */
  public void expire() {
    PooledConnection oldest = idle.oldest();
    while (oldest != null && now() - oldest.idleSince() >= limits.idleTicks()) {
      oldest.close();
      oldest = idle.oldest();
    }
  }

  /** Closes the longest idle while there are more than may be. */
  void trim() {
    while (idle.size() > limits.idle()) {
      PooledConnection oldest = idle.oldest();
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
    targets.all().forEach(TargetPool::closeIdle);
  }

  /**
   * A target without connections is forgotten, or every name that a client ever sent would be kept.
   */
  void forgetIfUnused(TargetPool pool) {
    if (pool.isUnused() && targets.remove(pool)) {
      pool.endpoint().leave(bounds, pool);
      endpoints.release(pool.endpoint());
    }
  }

  /**
   * A pool that was forgotten while an exchange still held it comes back, unless another took its
   * place.
   */
  void remember(TargetPool pool) {
    UpstreamKey key = pool.endpoint().key();
    if (targets.find(key) == null) {
      pool.move(endpoints.acquire(pool.target(), key.isChosenByClient()));
      targets.add(pool);
      pool.bind(pool.endpoint().join(bounds, pool));
    }
  }

  /** Whether a connection that is handed back is worth keeping. */
  boolean keeps(TargetPool pool, PooledConnection connection) {
    return !closed
        && limits.idleTicks() > 0
        && targets.find(pool.endpoint().key()) == pool
        && now() - connection.openedAt() < limits.lifetimeTicks();
  }

  /** Whether the backend may be about to close an idle connection. */
  boolean isOld(PooledConnection connection) {
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
