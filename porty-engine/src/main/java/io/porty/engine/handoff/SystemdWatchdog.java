package io.porty.engine.handoff;

import io.netty.channel.EventLoop;
import io.porty.engine.observe.loops.EventLoopListener;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Sends systemd's watchdog message (sd_notify(3)) once every event loop has run a probe since the
 * last one: three times in the limit of the service. Called on the loops.
 */
final class SystemdWatchdog implements EventLoopListener {

  private final long intervalNanos;
  private final List<EventLoop> loops;
  private final Runnable send;
  private final Set<EventLoop> awaited;
  private long sentNanos = System.nanoTime();

  /**
   * @param limitMicros WATCHDOG_USEC: without a message for so long, systemd restarts the service
   */
  SystemdWatchdog(long limitMicros, List<EventLoop> loops, Runnable send) {
    this.intervalNanos = limitMicros * 1_000 / 3;
    this.loops = loops;
    this.send = send;
    this.awaited = new HashSet<>(loops);
  }

  @Override
  public long intervalNanos() {
    return intervalNanos;
  }

  @Override
  public synchronized void answered(EventLoop loop, long delayNanos) {
    awaited.remove(loop);
    long now = System.nanoTime();
    // Others may have loops probed more often than systemd needs to hear.
    if (awaited.isEmpty() && now - sentNanos >= intervalNanos / 2) {
      sentNanos = now;
      awaited.addAll(loops);
      send.run();
    }
  }
}
