package io.porty.net.listener;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts the connections of one listening address. At its limit, or that of all addresses together,
 * it admits no more, and the listener stops accepting: further clients wait in the backlog.
 * Thread-safe: connections close on their own loops.
 */
public final class ConnectionLimiter {

  private final GlobalConnectionLimit all;
  private final AtomicInteger open = new AtomicInteger();
  private final LongAdder becameFull = new LongAdder();
  private volatile int limit;
  private volatile boolean full;
  private volatile Runnable whenFree = () -> {};

  /**
   * @param all of every address
   */
  public ConnectionLimiter(int limit, GlobalConnectionLimit all) {
    this.limit = limit;
    this.all = all;
  }

  /** Told after a connection has gone, on any loop, when one more may be admitted. */
  public void onFree(Runnable action) {
    all.forget(whenFree);
    whenFree = action;
    all.onFree(action);
  }

  /** Nobody is told any more. */
  public void close() {
    all.forget(whenFree);
    whenFree = () -> {};
  }

  /** Has waiting clients asked for again, though nothing is free for everybody. */
  public void askAgain() {
    whenFree.run();
  }

  /** Another limit from now on; connections beyond a smaller one stay. */
  public void limit(int next) {
    boolean more = next > limit;
    limit = next;
    if (more) {
      whenFree.run();
    }
  }

  /** Takes a place if one is free; whoever gets true calls {@link #release} in the end. */
  public boolean admit() {
    if (open.incrementAndGet() <= limit && all.admit()) {
      full = false;
      return true;
    }
    open.decrementAndGet();
    if (!full) {
      full = true;
      becameFull.increment();
    }
    return false;
  }

  /** Whether the last client that asked has to wait. */
  public boolean isFull() {
    return full;
  }

  /** By which limit nobody is admitted now, for people; empty if none is reached. */
  public Optional<String> reached() {
    if (open.get() >= limit) {
      return Optional.of(limit + " connections (max_connections)");
    }
    return all.reached() == 0
        ? Optional.empty()
        : Optional.of(
            all.reached() + " connections on all listeners together (max_connections_total)");
  }

  /** How often it has become full. */
  public long timesFull() {
    return becameFull.sum();
  }

  /** Gives a place back. */
  public void release() {
    all.release();
    int before = open.getAndDecrement();
    if (before >= limit) {
      whenFree.run();
    }
  }

  public int limit() {
    return limit;
  }

  public int open() {
    return open.get();
  }
}
