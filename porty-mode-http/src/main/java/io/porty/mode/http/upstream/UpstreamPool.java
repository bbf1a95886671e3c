package io.porty.mode.http.upstream;

import io.netty.channel.EventLoop;
import io.porty.api.Target;
import io.porty.api.mode.Dialer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntSupplier;

/**
 * Backend connections of one route on one loop, by target: never shared between routes, whose
 * target policies may differ. All calls are on the loop.
 */
public final class UpstreamPool {

  private final EventLoop loop;
  private final Dialer dialer;
  private final ResponseParsing parsing;
  private final IntSupplier clock;
  private final int idleTicks;
  private final Map<Target, TargetPool> targets = new HashMap<>();
  private boolean closed;

  /**
   * @param clock the loop's coarse clock
   * @param idleTicks how long a connection is kept; 0 keeps none
   */
  public UpstreamPool(
      EventLoop loop, Dialer dialer, ResponseParsing parsing, IntSupplier clock, int idleTicks) {
    this.loop = loop;
    this.dialer = dialer;
    this.parsing = parsing;
    this.clock = clock;
    this.idleTicks = idleTicks;
  }

  public TargetPool target(Target target) {
    TargetPool found = targets.get(target);
    if (found == null) {
      found = new TargetPool(this, target);
      targets.put(target, found);
    }
    return found;
  }

  /** Called now and then. */
  public void expire() {
    if (!targets.isEmpty()) {
      for (TargetPool pool : new ArrayList<>(targets.values())) {
        pool.expire(now(), idleTicks);
      }
    }
  }

  public boolean isEmpty() {
    return targets.isEmpty();
  }

  public void close() {
    closed = true;
    new ArrayList<>(targets.values()).forEach(TargetPool::closeIdle);
  }

  /**
   * A target without connections is forgotten, or every name that a client ever sent would be kept.
   */
  void forgetIfUnused(TargetPool pool) {
    if (pool.isUnused()) {
      targets.remove(pool.target(), pool);
    }
  }

  /**
   * A pool that was forgotten while an exchange still held it comes back, unless another took its
   * place.
   */
  void remember(TargetPool pool) {
    targets.putIfAbsent(pool.target(), pool);
  }

  boolean owns(TargetPool pool) {
    return targets.get(pool.target()) == pool;
  }

  boolean isClosed() {
    return closed;
  }

  EventLoop loop() {
    return loop;
  }

  Dialer dialer() {
    return dialer;
  }

  ResponseParsing parsing() {
    return parsing;
  }

  int now() {
    return clock.getAsInt();
  }

  int idleTicks() {
    return idleTicks;
  }
}
