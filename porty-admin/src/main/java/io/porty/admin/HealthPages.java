package io.porty.admin;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.porty.engine.control.AdminActions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Whether Porty lives, and whether it should get traffic. */
final class HealthPages {

  private static final long LOOP_MILLIS = 1_000;

  /** How long "no" counts: as it takes to find out. */
  private static final long SICK_NANOS = 1_000_000_000L;

  private final AdminState inside;
  private final AdminActions actions;
  private @Nullable AdminResponse sick;
  private long sickAt;

  HealthPages(AdminState inside, AdminActions actions) {
    this.inside = inside;
    this.actions = actions;
  }

  /**
   * Every event loop answers in time. That none does is found out once for all who ask: each would
   * wait as long.
   */
  synchronized AdminResponse healthy(AdminRequest ask) {
    long now = System.nanoTime();
    if (sick == null || now - sickAt > SICK_NANOS) {
      AdminResponse answer = look();
      sick = answer.status() == 200 ? null : answer;
      sickAt = System.nanoTime();
      return answer;
    }
    return sick;
  }

  private AdminResponse look() {
    List<Future<?>> answers = new ArrayList<>();
    for (EventLoop loop : inside.loops().all()) {
      answers.add(loop.submit(() -> {}));
    }
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LOOP_MILLIS);
    int late = 0;
    for (Future<?> answer : answers) {
      long left = Math.max(0, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime()));
      late += answer.awaitUninterruptibly(left) ? 0 : 1;
    }
    return late == 0
        ? AdminResponse.text("ok\n")
        : AdminResponse.text(
            503,
            late
                + " of "
                + answers.size()
                + " event loops have not answered for a second; see /threads\n");
  }

  AdminResponse ready(AdminRequest ask) {
    return actions.isReady()
        ? AdminResponse.text("ready\n")
        : AdminResponse.text(503, "draining\n");
  }
}
