package io.porty.engine.observe.loops;

import io.netty.channel.EventLoop;
import io.porty.net.jfr.JfrEvents;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Asks event loops ten times a second whether they are in time, for as long as somebody records the
 * answer. Thread-safe.
 */
public final class EventLoopStallMonitor {

  private static final long EVERY_NANOS = 100_000_000;

  /** Less is the loop's ordinary work between two looks at its clock. */
  private static final long WORTH_TELLING_NANOS = 10_000_000;

  private final Set<EventLoop> watched = ConcurrentHashMap.newKeySet();

  /** Begins to watch a loop, if anybody records; called with each new connection on it. */
  public void watch(EventLoop loop) {
    if (JfrEvents.recorded() && Asked.EVENT.isEnabled() && watched.add(loop)) {
      next(loop);
    }
  }

  private void next(EventLoop loop) {
    long due = System.nanoTime() + EVERY_NANOS;
    loop.schedule(() -> look(loop, due), EVERY_NANOS, TimeUnit.NANOSECONDS);
  }

  private void look(EventLoop loop, long due) {
    StallEvent event = new StallEvent();
    if (!event.isEnabled()) {
      watched.remove(loop);
      return;
    }
    long late = System.nanoTime() - due;
    if (late >= WORTH_TELLING_NANOS) {
      event.report(Thread.currentThread().getName(), late);
    }
    next(loop);
  }

  /** Apart, so that it is not loaded before anybody records. */
  private static final class Asked {
    /** Never committed: it knows whether anybody records. */
    static final StallEvent EVENT = new StallEvent();
  }
}
