package io.porty.engine.observe.loops;

import io.netty.channel.EventLoop;
import io.porty.net.jfr.JfrEvents;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Records event loop stalls in Java Flight Recorder, and has loops probed only while the event is
 * being recorded. Thread-safe.
 */
public final class StallRecorder implements EventLoopListener {

  private static final long INTERVAL_NANOS = 100_000_000;

  /** Shorter delays are normal processing within one event loop iteration. */
  private static final long MIN_STALL_NANOS = 10_000_000;

  private final EventLoopMonitor monitor;
  private final AtomicBoolean listening = new AtomicBoolean();

  public StallRecorder(EventLoopMonitor monitor) {
    this.monitor = monitor;
  }

  /** Begins to listen if a recording runs; called for each new connection. */
  public void check() {
    if (JfrEvents.isRecording()
        && Prototype.EVENT.isEnabled()
        && listening.compareAndSet(false, true)) {
      monitor.add(this);
    }
  }

  @Override
  public long intervalNanos() {
    return INTERVAL_NANOS;
  }

  @Override
  public void answered(EventLoop loop, long delayNanos) {
    StallEvent event = new StallEvent();
    if (!event.isEnabled()) {
      monitor.remove(this);
      listening.set(false);
    } else if (delayNanos >= MIN_STALL_NANOS) {
      event.report(Thread.currentThread().getName(), delayNanos);
    }
  }

  /** A class of its own, so that the event class is loaded only with a recording. */
  private static final class Prototype {
    /** Never committed; only tells whether the event is being recorded. */
    static final StallEvent EVENT = new StallEvent();
  }
}
