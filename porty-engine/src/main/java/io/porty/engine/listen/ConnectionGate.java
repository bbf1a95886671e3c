package io.porty.engine.listen;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Counts the connections of one listening address. At the limit it admits no more, and the listener
 * stops accepting: further clients wait in the backlog. Thread-safe: connections close on their own
 * loops.
 */
public final class ConnectionGate {

  private final AtomicInteger open = new AtomicInteger();
  private volatile int limit;
  private volatile @Nullable Runnable whenFree;

  public ConnectionGate(int limit) {
    this.limit = limit;
  }

  /** Told after a connection has gone, on any loop, when one more may be admitted. */
  public void onFree(Runnable action) {
    whenFree = action;
  }

  /** Another limit from now on; connections beyond a smaller one stay. */
  public void limit(int next) {
    boolean more = next > limit;
    limit = next;
    if (more) {
      tell();
    }
  }

  /** Takes a place if one is free; whoever gets true calls {@link #release} in the end. */
  public boolean admit() {
    if (open.incrementAndGet() <= limit) {
      return true;
    }
    open.decrementAndGet();
    return false;
  }

  /** Gives a place back. */
  public void release() {
    int before = open.getAndDecrement();
    if (before >= limit) {
      tell();
    }
  }

  private void tell() {
    Runnable action = whenFree;
    if (action != null) {
      action.run();
    }
  }

  public int limit() {
    return limit;
  }

  public int open() {
    return open.get();
  }
}
