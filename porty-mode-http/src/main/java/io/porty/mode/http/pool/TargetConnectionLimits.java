package io.porty.mode.http.pool;

import io.porty.api.Target;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The bounds of one route by target, as long as a pool is interested. Thread-safe. */
public final class TargetConnectionLimits {

  private final int permits;
  private final int queue;
  private final Map<Target, TargetConnectionLimit> bounds = new ConcurrentHashMap<>();

  /**
   * @param permits for connections to each target; 0 sets no bound
   * @param queue how many requests wait for one at most
   */
  public TargetConnectionLimits(int permits, int queue) {
    this.permits = permits;
    this.queue = queue;
  }

  @Nullable TargetConnectionLimit join(TargetPool pool) {
    if (permits == 0) {
      return null;
    }
    return bounds.compute(
        pool.target(),
        (target, found) -> {
          TargetConnectionLimit limit =
              found == null ? new TargetConnectionLimit(permits, queue) : found;
          limit.join(pool);
          return limit;
        });
  }

  void leave(TargetPool pool) {
    bounds.computeIfPresent(pool.target(), (target, found) -> found.leave(pool) ? null : found);
  }
}
