package io.porty.engine.observe.loops;

import io.netty.channel.EventLoop;
import io.porty.engine.observe.metrics.Durations;
import io.porty.engine.observe.metrics.LatencyHistogram;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The delays of event loops: how long a task waits until its loop runs it. Sampled while the admin
 * endpoint is open, at least four times a second. Read by any thread.
 */
public final class EventLoopDelays implements EventLoopListener {

  private static final long INTERVAL_NANOS = 250_000_000;

  private final Map<EventLoop, Loop> loops = new LinkedHashMap<>();

  /** Of one loop, which writes the histogram. */
  private static final class Loop {
    private final LatencyHistogram delays = new LatencyHistogram();
    private final AtomicLong maxDelay = new AtomicLong();

    void waited(long nanos) {
      maxDelay.accumulateAndGet(nanos, Math::max);
    }
  }

  public EventLoopDelays(List<EventLoop> all) {
    all.forEach(loop -> loops.put(loop, new Loop()));
  }

  @Override
  public long intervalNanos() {
    return INTERVAL_NANOS;
  }

  @Override
  public void answered(EventLoop loop, long delayNanos) {
    Loop of = loops.get(loop);
    if (of != null) {
      of.delays.add(delayNanos);
      of.waited(delayNanos);
    }
  }

  /** A loop that is blocked now has not measured its delay yet. */
  @Override
  public void overdue(LoopProbe probe) {
    Loop of = loops.get(probe.loop());
    if (of != null) {
      of.waited(probe.waitingNanos());
    }
  }

  /** The maximum delay of each loop since the last call, in nanoseconds. */
  public List<Long> maxDelays() {
    return loops.values().stream().map(loop -> loop.maxDelay.getAndSet(0)).toList();
  }

  /** The delay histogram of each loop. */
  public List<Durations> all() {
    List<Durations> all = new ArrayList<>();
    for (Loop loop : loops.values()) {
      Durations none = Durations.zero();
      loop.delays.addTo(none.counts());
      all.add(new Durations(none.counts(), loop.delays.sumNanos()));
    }
    return all;
  }
}
