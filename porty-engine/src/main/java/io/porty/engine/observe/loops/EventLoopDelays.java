package io.porty.engine.observe.loops;

import io.netty.channel.EventLoop;
import io.porty.engine.observe.metrics.Durations;
import io.porty.engine.observe.metrics.LatencyHistogram;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Measures the delay of event loops: how long after its due time a scheduled task runs. Sampled
 * four times a second on each loop while the admin endpoint is open. Created and closed by one
 * thread, read by any.
 */
public final class EventLoopDelays implements AutoCloseable {

  private static final long CHECK_INTERVAL_NANOS = 250_000_000;

  private final List<Loop> loops = new ArrayList<>();

  private static final class Loop implements Runnable {
    private final LatencyHistogram delays = new LatencyHistogram();
    private long due = System.nanoTime() + CHECK_INTERVAL_NANOS;
    private volatile long maxDelay;
    private final ScheduledFuture<?> task;

    Loop(EventLoop loop) {

      this.task =
          loop.scheduleWithFixedDelay(
              this, CHECK_INTERVAL_NANOS, CHECK_INTERVAL_NANOS, TimeUnit.NANOSECONDS);
    }

    @Override
    public void run() {
      long now = System.nanoTime();
      long late = Math.max(0, now - due);
      due = now + CHECK_INTERVAL_NANOS;
      delays.add(late);
      if (late > maxDelay) {
        maxDelay = late;
      }
    }

    long takeMax() {
      long max = maxDelay;
      maxDelay = 0;
      // A loop that is blocked now has not measured its delay yet.
      return Math.max(max, System.nanoTime() - due);
    }
  }

  public EventLoopDelays(List<EventLoop> all) {
    all.forEach(loop -> loops.add(new Loop(loop)));
  }

  /** The maximum delay of each loop since the last call, in nanoseconds. */
  public List<Long> maxDelays() {
    return loops.stream().map(Loop::takeMax).toList();
  }

  /** The delay histogram of each loop. */
  public List<Durations> all() {
    List<Durations> all = new ArrayList<>();
    for (Loop loop : loops) {
      Durations none = Durations.zero();
      loop.delays.addTo(none.counts());
      all.add(new Durations(none.counts(), loop.delays.sumNanos()));
    }
    return all;
  }

  @Override
  public void close() {
    loops.forEach(loop -> loop.task.cancel(false));
  }
}
