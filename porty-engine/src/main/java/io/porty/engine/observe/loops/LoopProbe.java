package io.porty.engine.observe.loops;

import io.netty.channel.EventLoop;
import org.jspecify.annotations.Nullable;

/**
 * The probe of one event loop: a task that is submitted again once it has run. Submitted by the
 * monitor's thread, run on the loop.
 */
public final class LoopProbe implements Runnable {

  private final EventLoop loop;
  private final EventLoopListener listener;
  private volatile @Nullable Thread thread;
  private volatile boolean pending;
  private volatile long submittedNanos;

  LoopProbe(EventLoop loop, EventLoopListener listener) {
    this.loop = loop;
    this.listener = listener;
  }

  /** The loop that is probed. */
  public EventLoop loop() {
    return loop;
  }

  /** The thread that has run the last probe; null before the first. */
  public @Nullable Thread thread() {
    return thread;
  }

  /** Whether the loop has not run it yet. */
  public boolean isPending() {
    return pending;
  }

  /** How long ago it was submitted, in nanoseconds. */
  public long waitingNanos() {
    return System.nanoTime() - submittedNanos;
  }

  /**
   * Submits it, or reports that it is overdue. On the monitor's thread.
   *
   * @throws java.util.concurrent.RejectedExecutionException if the loop has been shut down
   */
  void next() {
    if (pending) {
      listener.overdue(this);
      return;
    }
    submittedNanos = System.nanoTime();
    pending = true;
    loop.execute(this);
  }

  @Override
  public void run() {
    thread = Thread.currentThread();
    long delay = waitingNanos();
    pending = false;
    listener.answered(loop, delay);
  }
}
