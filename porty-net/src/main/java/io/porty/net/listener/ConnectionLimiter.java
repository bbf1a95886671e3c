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

  private final GlobalConnectionLimit global;
  private final AtomicInteger open = new AtomicInteger();
  private final LongAdder becameFull = new LongAdder();
  private volatile int limit;
  private volatile boolean full;
  private volatile Runnable freeCallback = () -> {};

  /**
   * @param global the limit of all addresses together
   */
  public ConnectionLimiter(int limit, GlobalConnectionLimit global) {
    this.limit = limit;
    this.global = global;
  }

  /** Sets the callback that runs, on any event loop, when another connection may be admitted. */
  public void onFree(Runnable action) {
    global.removeOnFree(freeCallback);
    freeCallback = action;
    global.onFree(action);
  }

  /** Removes the callback. */
  public void close() {
    global.removeOnFree(freeCallback);
    freeCallback = () -> {};
  }

  /**
   * Runs the callback although the limit is still reached, for clients that wait at their own
   * limit.
   */
  public void notifyFree() {
    freeCallback.run();
  }

  /** Changes the limit; open connections beyond a smaller one stay. */
  public void limit(int next) {
    boolean more = next > limit;
    limit = next;
    if (more) {
      freeCallback.run();
    }
  }

  /**
   * Admits a connection if the limits permit; after true the caller must call {@link #release}
   * once.
   */
  public boolean admit() {
    if (open.incrementAndGet() <= limit && global.admit()) {
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

  /** Whether the last connection was not admitted. */
  public boolean isFull() {
    return full;
  }

  /** The limit that is reached now, for messages; empty if none is. */
  public Optional<String> reached() {
    if (open.get() >= limit) {
      return Optional.of(limit + " connections (max_connections)");
    }
    return global.reached() == 0
        ? Optional.empty()
        : Optional.of(
            global.reached() + " connections on all listeners together (max_connections_total)");
  }

  /** How often the limit was reached. */
  public long timesFull() {
    return becameFull.sum();
  }

  /** Releases an admitted connection. */
  public void release() {
    global.release();
    int before = open.getAndDecrement();
    if (before >= limit) {
      freeCallback.run();
    }
  }

  public int limit() {
    return limit;
  }

  public int open() {
    return open.get();
  }
}
