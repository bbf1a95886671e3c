package io.porty.admin;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.porty.engine.control.AdminActions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The liveness check {@code /healthz} and the readiness check {@code /readyz}. */
final class HealthPages {

  private static final long LOOP_TIMEOUT_MILLIS = 1_000;

  /** How long a failed check is cached: as long as the check takes. */
  private static final long FAILURE_CACHE_NANOS = 1_000_000_000L;

  private final AdminState state;
  private final AdminActions actions;
  private @Nullable AdminResponse lastFailure;
  private long checkedAtNanos;

  HealthPages(AdminState state, AdminActions actions) {
    this.state = state;
    this.actions = actions;
  }

  /**
   * Healthy if every event loop runs a task within {@value #LOOP_TIMEOUT_MILLIS} ms. Blocks while
   * it waits. A failure is cached, so that concurrent checks do not each wait as long.
   */
  synchronized AdminResponse healthy(AdminRequest request) {
    long now = System.nanoTime();
    if (lastFailure == null || now - checkedAtNanos > FAILURE_CACHE_NANOS) {
      AdminResponse response = check();
      lastFailure = response.status() == 200 ? null : response;
      checkedAtNanos = System.nanoTime();
      return response;
    }
    return lastFailure;
  }

  private AdminResponse check() {
    List<Future<?>> pending = new ArrayList<>();
    for (EventLoop loop : state.loops().all()) {
      pending.add(loop.submit(() -> {}));
    }
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LOOP_TIMEOUT_MILLIS);
    int unresponsive = 0;
    for (Future<?> task : pending) {
      long remainingMillis =
          Math.max(0, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime()));
      unresponsive += task.awaitUninterruptibly(remainingMillis) ? 0 : 1;
    }
    return unresponsive == 0
        ? AdminResponse.text("ok\n")
        : AdminResponse.text(
            503,
            unresponsive
                + " of "
                + pending.size()
                + " event loops have been unresponsive for a second; see /threads\n");
  }

  AdminResponse ready(AdminRequest request) {
    return actions.isReady()
        ? AdminResponse.text("ready\n")
        : AdminResponse.text(503, "draining\n");
  }
}
