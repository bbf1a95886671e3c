package io.porty.engine.control;

import java.util.concurrent.atomic.AtomicLong;

/** Counts reloads of the configuration by their result. Thread-safe. */
public final class ReloadCounters {

  private final AtomicLong successes = new AtomicLong();
  private final AtomicLong failures = new AtomicLong();
  private volatile long lastSuccessMillis = System.currentTimeMillis();
  private volatile boolean lastSuccessful = true;

  /** Counts one reload. */
  public void count(boolean success) {
    (success ? successes : failures).incrementAndGet();
    lastSuccessful = success;
    if (success) {
      lastSuccessMillis = System.currentTimeMillis();
    }
  }

  /** Reloads that took effect. */
  public long successes() {
    return successes.get();
  }

  /** Reloads that were rejected; the configuration before stayed. */
  public long failures() {
    return failures.get();
  }

  /** When the running configuration was loaded, in milliseconds since the Unix epoch. */
  public long lastSuccessMillis() {
    return lastSuccessMillis;
  }

  /** Whether the last reload took effect; true before the first one. */
  public boolean isLastSuccessful() {
    return lastSuccessful;
  }
}
