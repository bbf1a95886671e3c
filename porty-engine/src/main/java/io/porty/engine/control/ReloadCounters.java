package io.porty.engine.control;

import java.util.concurrent.atomic.AtomicLong;

/** How reading the configuration again went, so far. Thread-safe. */
public final class ReloadCounters {

  private final AtomicLong done = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private volatile long lastMillis = System.currentTimeMillis();
  private volatile boolean lastDone = true;

  public void count(boolean success) {
    (success ? done : refused).incrementAndGet();
    lastDone = success;
    if (success) {
      lastMillis = System.currentTimeMillis();
    }
  }

  public long done() {
    return done.get();
  }

  public long refused() {
    return refused.get();
  }

  /** When the configuration that runs was read, Unix time. */
  public long lastMillis() {
    return lastMillis;
  }

  public boolean isLastDone() {
    return lastDone;
  }
}
