package io.porty.engine.observe.loops;

import io.netty.channel.EventLoop;
import io.porty.net.jfr.JfrEvents;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Records event loop stalls in Java Flight Recorder: measures the delay of each loop ten times a
 * second while the event is being recorded. Thread-safe.
 */
public final class EventLoopStallMonitor {

  private static final long CHECK_INTERVAL_NANOS = 100_000_000;

  /** Shorter delays are normal processing within one event loop iteration. */
  private static final long MIN_STALL_NANOS = 10_000_000;

  private final Set<EventLoop> watched = ConcurrentHashMap.newKeySet();

  /** Starts monitoring a loop if a recording runs; called for each new connection on it. */
  public void watch(EventLoop loop) {
    if (JfrEvents.isRecording() && Prototype.EVENT.isEnabled() && watched.add(loop)) {
      scheduleCheck(loop);
    }
  }

  private void scheduleCheck(EventLoop loop) {
    long due = System.nanoTime() + CHECK_INTERVAL_NANOS;
    loop.schedule(() -> check(loop, due), CHECK_INTERVAL_NANOS, TimeUnit.NANOSECONDS);
  }

  private void check(EventLoop loop, long due) {
    StallEvent event = new StallEvent();
    if (!event.isEnabled()) {
      watched.remove(loop);
      return;
    }
    long late = System.nanoTime() - due;
    if (late >= MIN_STALL_NANOS) {
      event.report(Thread.currentThread().getName(), late);
    }
    scheduleCheck(loop);
  }

  /** A class of its own, so that the event class is loaded only with a recording. */
  private static final class Prototype {
    /** Never committed; only tells whether the event is being recorded. */
    static final StallEvent EVENT = new StallEvent();
  }
}
