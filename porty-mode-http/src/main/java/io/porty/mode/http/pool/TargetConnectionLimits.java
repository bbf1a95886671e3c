package io.porty.mode.http.pool;

import io.porty.api.Target;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The bounds of one route by target, as long as a pool is interested. Thread-safe. */
public final class TargetConnectionLimits {

  private final int places;
  private final int queue;
  private final Map<Target, TargetConnectionLimit> bounds = new ConcurrentHashMap<>();

  /**
   * @param places for connections to each target; 0 sets no bound
   * @param queue how many requests wait for one at most
   */
  public TargetConnectionLimits(int places, int queue) {
    this.places = places;
    this.queue = queue;
  }

  @Nullable TargetConnectionLimit join(TargetPool pool) {
    if (places == 0) {
      return null;
    }
    return bounds.compute(
        pool.target(),
        (target, found) -> {
          TargetConnectionLimit bound =
              found == null ? new TargetConnectionLimit(places, queue) : found;
          bound.join(pool);
          return bound;
        });
  }

  void leave(TargetPool pool) {
    bounds.computeIfPresent(pool.target(), (target, found) -> found.leave(pool) ? null : found);
  }
}
