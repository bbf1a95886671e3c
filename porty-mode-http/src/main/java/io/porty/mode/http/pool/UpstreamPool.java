package io.porty.mode.http.pool;

import io.netty.channel.EventLoop;
import io.porty.api.Target;
import io.porty.api.mode.Dialer;
import io.porty.api.mode.RouteMeter;
import io.porty.mode.http.listener.LoopClock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;

/**
 * Backend connections of one route on one loop, by target: never shared between routes, whose
 * target policies may differ. All calls are on the loop.
 */
public final class UpstreamPool {

  private final LoopClock clock;
  private final Dialer dialer;
  private final ConnectionFactory factory;
  private final UpstreamLimits limits;
  private final TargetConnectionLimits bounds;
  private final RouteMeter meter;
  private final Map<Target, TargetPool> targets = new HashMap<>();
  private final Map<Target, TargetPool> chosen = new HashMap<>();
  private final IdleList idle = new IdleList();
  private boolean closed;

  /**
   * @param clock of the loop
   * @param factory speaks the wire of the route's backends
   * @param bounds shared with the route's pools on other loops
   */
  public UpstreamPool(
      LoopClock clock,
      Dialer dialer,
      ConnectionFactory factory,
      UpstreamLimits limits,
      TargetConnectionLimits bounds,
      RouteMeter meter) {
    this.clock = clock;
    this.dialer = dialer;
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
    Map<Target, TargetPool> of = chosenByClient ? chosen : targets;
    TargetPool found = of.get(target);
    if (found == null) {
      found = new TargetPool(this, target, chosenByClient);
      of.put(target, found);
      found.bind(bounds.join(found));
    }
    return found;
  }

  private Map<Target, TargetPool> of(TargetPool pool) {
    return pool.isChosenByClient() ? chosen : targets;
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
    return targets.isEmpty() && chosen.isEmpty();
  }

  public void close() {
    closed = true;
    new ArrayList<>(targets.values()).forEach(TargetPool::closeIdle);
    new ArrayList<>(chosen.values()).forEach(TargetPool::closeIdle);
  }

  /**
   * A target without connections is forgotten, or every name that a client ever sent would be kept.
   */
  void forgetIfUnused(TargetPool pool) {
    if (pool.isUnused() && of(pool).remove(pool.target(), pool)) {
      bounds.leave(pool);
    }
  }

  /**
   * A pool that was forgotten while an exchange still held it comes back, unless another took its
   * place.
   */
  void remember(TargetPool pool) {
    if (of(pool).putIfAbsent(pool.target(), pool) == null) {
      pool.bind(bounds.join(pool));
    }
  }

  /** Whether a connection that is handed back is worth keeping. */
  boolean keeps(TargetPool pool, PooledConnection connection) {
    return !closed
        && limits.idleTicks() > 0
        && of(pool).get(pool.target()) == pool
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
