package io.porty.engine.observe.loops;

import io.netty.channel.EventLoop;
import io.porty.engine.observe.metrics.Durations;
import io.porty.engine.observe.metrics.LatencyHistogram;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * How late event loops are: what a task that is due waits for others. Asked a few times a second,
 * for as long as somebody looks. Begun and ended from one thread, read from any.
 */
public final class EventLoopDelays implements AutoCloseable {

  private static final long EVERY_NANOS = 250_000_000;

  private final List<Loop> loops = new ArrayList<>();

  private static final class Loop implements Runnable {
    private final LatencyHistogram delays = new LatencyHistogram();
    private long due = System.nanoTime() + EVERY_NANOS;
    private volatile long worst;
    private final ScheduledFuture<?> task;

    Loop(EventLoop loop) {

      this.task = loop.scheduleWithFixedDelay(this, EVERY_NANOS, EVERY_NANOS, TimeUnit.NANOSECONDS);
    }

    @Override
    public void run() {
      long now = System.nanoTime();
      long late = Math.max(0, now - due);
      due = now + EVERY_NANOS;
      delays.add(late);
      if (late > worst) {
        worst = late;
      }
    }

    long takeWorst() {
      long was = worst;
      worst = 0;
      // One that stands still now does not run to say so.
      return Math.max(was, System.nanoTime() - due);
    }
  }

  public EventLoopDelays(List<EventLoop> all) {
    all.forEach(loop -> loops.add(new Loop(loop)));
  }

  /** The longest delay of each loop since the last call, in nanoseconds. */
  public List<Long> worst() {
    return loops.stream().map(Loop::takeWorst).toList();
  }

  /** All delays of each loop. */
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
