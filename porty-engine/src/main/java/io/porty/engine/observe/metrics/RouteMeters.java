package io.porty.engine.observe.metrics;

import io.netty.channel.EventLoop;
import io.porty.api.mode.RouteMeter;
import io.porty.net.dial.DialMeter;
import java.util.List;
import java.util.stream.Stream;

/** The meters of one route, one for each event loop. Thread-safe. */
public final class RouteMeters implements DialMeter {

  /** Of a Porty in which nobody counts. */
  public static final RouteMeters OFF = new RouteMeters(List.of());

  private final List<EventLoop> loops;
  private final List<LoopCounters> counts;

  RouteMeters(List<EventLoop> loops) {
    this.loops = loops;
    this.counts = Stream.generate(LoopCounters::new).limit(loops.size()).toList();
  }

  /** What a mode counts with on a loop. */
  public RouteMeter of(EventLoop loop) {
    int index = isOn() ? loops.indexOf(loop) : -1;
    return index < 0 ? RouteMeter.OFF : counts.get(index);
  }

  /** A backend was connected to; on the loop. */
  @Override
  public void connected(EventLoop loop, long nanos) {
    int index = loops.indexOf(loop);
    if (index >= 0) {
      counts.get(index).connected(nanos);
    }
  }

  /** A backend is dialled once more, because that was in vain; on the loop. */
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

  /** Everything so far. */
  public RouteCounts counts() {
    return RouteCounts.of(counts);
  }
}
