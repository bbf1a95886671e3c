package io.porty.engine.admin;

import java.util.concurrent.atomic.AtomicLong;

/** How reading the configuration again went, so far. Thread-safe. */
public final class Reloads {

  private final AtomicLong done = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private volatile long lastMillis = System.currentTimeMillis();
  private volatile boolean lastDone = true;

  void count(boolean success) {
    (success ? done : refused).incrementAndGet();
    lastDone = success;
    if (success) {
      lastMillis = System.currentTimeMillis();
    }
  }

  long done() {
    return done.get();
  }

  long refused() {
    return refused.get();
  }

  /** When the configuration that runs was read, Unix time. */
  long lastMillis() {
    return lastMillis;
  }

  boolean isLastDone() {
    return lastDone;
  }
}
