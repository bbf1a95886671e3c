package io.porty.engine.observe.metrics;

import io.netty.channel.EventLoop;
import io.porty.api.mode.RouteMeter;
import io.porty.net.dial.DialMeter;
import java.util.List;
import java.util.stream.Stream;

/** The meters of one route, one for each event loop. Thread-safe. */
public final class RouteMeters implements DialMeter {

  /** Counts nothing. */
  public static final RouteMeters OFF = new RouteMeters(List.of());

  private final List<EventLoop> loops;
  private final List<LoopCounters> counts;

  RouteMeters(List<EventLoop> loops) {
    this.loops = loops;
    this.counts = Stream.generate(LoopCounters::new).limit(loops.size()).toList();
  }

  /** The meter for use on an event loop. */
  public RouteMeter of(EventLoop loop) {
    int index = isOn() ? loops.indexOf(loop) : -1;
    return index < 0 ? RouteMeter.OFF : counts.get(index);
  }

  /** Records the time of a connect to a backend; on the loop. */
  @Override
  public void connected(EventLoop loop, long nanos) {
    int index = loops.indexOf(loop);
    if (index >= 0) {
      counts.get(index).connected(nanos);
    }
  }

  /** Counts a repeated connection attempt; on the loop. */
  @Override
  public void redialled(EventLoop loop) {
    int index = loops.indexOf(loop);
    if (index >= 0) {
      counts.get(index).retried();
    }
  }

  @Override
  public boolean isOn() {
    return !loops.isEmpty();
  }

  /** A snapshot of all counters. */
  public RouteCounts counts() {
    return RouteCounts.of(counts);
  }
}
