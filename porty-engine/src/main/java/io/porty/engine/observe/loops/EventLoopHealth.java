package io.porty.engine.observe.loops;

import io.netty.channel.EventLoop;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Which event loops have not run a probe for a second. Thread-safe. */
public final class EventLoopHealth implements EventLoopListener {

  private static final long INTERVAL_NANOS = 250_000_000;

  /** From this on a loop counts as unresponsive. */
  private static final long UNRESPONSIVE_NANOS = 1_000_000_000;

  private final Set<EventLoop> unresponsive = ConcurrentHashMap.newKeySet();

  @Override
  public long intervalNanos() {
    return INTERVAL_NANOS;
  }

  @Override
  public void answered(EventLoop loop, long delayNanos) {
    unresponsive.remove(loop);
  }

  @Override
  public void overdue(LoopProbe probe) {
    if (probe.waitingNanos() >= UNRESPONSIVE_NANOS) {
      unresponsive.add(probe.loop());
      if (!probe.isPending()) { // it has answered meanwhile
        unresponsive.remove(probe.loop());
      }
    }
  }

  /** How many loops do not answer. */
  public int unresponsive() {
    return unresponsive.size();
  }
}
