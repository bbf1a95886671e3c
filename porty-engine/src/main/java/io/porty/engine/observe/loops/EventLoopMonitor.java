package io.porty.engine.observe.loops;

import io.netty.channel.EventLoop;
import io.porty.net.diagnostics.InternalErrors;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whether event loops run what is submitted to them, and how soon. A daemon thread {@code
 * porty-loop-monitor} probes every loop as often as the listeners ask for; there is no thread and
 * no probe while there are no listeners. Thread-safe.
 */
public final class EventLoopMonitor implements AutoCloseable {

  private final List<LoopProbe> probes;
  private final List<EventLoopListener> listeners = new CopyOnWriteArrayList<>();
  private final All all = new All();
  private final InternalErrors errors;
  private @Nullable Thread thread;
  private boolean closed;

  public EventLoopMonitor(List<EventLoop> loops, InternalErrors errors) {
    this.probes = loops.stream().map(loop -> new LoopProbe(loop, all)).toList();
    this.errors = errors;
  }

  /** Adds a listener; the first one starts the thread. Without effect after {@link #close}. */
  public synchronized void add(EventLoopListener listener) {
    if (closed || listeners.contains(listener)) {
      return;
    }
    listeners.add(listener);
    if (thread == null) {
      thread = new Thread(this::run, "porty-loop-monitor");
      thread.setDaemon(true);
      thread.start();
    }
    notifyAll();
  }

  /** Removes a listener, which may still hear of a probe under way; the last ends the thread. */
  public synchronized void remove(EventLoopListener listener) {
    listeners.remove(listener);
    notifyAll();
  }

  private void run() {
    try {
      do {
        probes.forEach(LoopProbe::next);
      } while (awaitNextRound());
    } catch (RejectedExecutionException e) {
      close(); // Porty is shutting down
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Answers whether there is a next round; if not, the thread ends, and another one may begin. */
  private synchronized boolean awaitNextRound() throws InterruptedException {
    long began = System.nanoTime();
    while (!closed && !listeners.isEmpty()) {
      long left = all.intervalNanos() - (System.nanoTime() - began);
      if (left <= 0) {
        return true;
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
    thread = null;
    return false;
  }

  @Override
  public synchronized void close() {
    closed = true;
    listeners.clear();
    notifyAll();
  }

  /** Passes on to every listener; the fault of one does not keep the others from hearing. */
  private final class All implements EventLoopListener {

    @Override
    public long intervalNanos() {
      long shortest = Long.MAX_VALUE;
      for (EventLoopListener listener : listeners) {
        shortest = Math.min(shortest, listener.intervalNanos());
      }
      return shortest;
    }

    @Override
    public void answered(EventLoop loop, long delayNanos) {
      forEach(listener -> listener.answered(loop, delayNanos));
    }

    @Override
    public void overdue(LoopProbe probe) {
      forEach(listener -> listener.overdue(probe));
    }

    private void forEach(Consumer<EventLoopListener> call) {
      for (EventLoopListener listener : listeners) {
        try {
          call.accept(listener);
        } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError e) {
          errors.report(InternalErrors.LOOP_MONITOR, listener.getClass().getSimpleName(), e);
        }
      }
    }
  }
}
