package io.porty.net.listener;

import io.netty.util.internal.PlatformDependent;
import io.porty.net.diagnostics.Diagnostics;
import io.porty.net.diagnostics.RateLimitedLog;
import io.porty.net.transport.MemoryPressureMonitor;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The limit of all listening addresses together: a maximum of connections, and enough memory.
 * Clients beyond it wait in the backlog. Thread-safe.
 */
public final class GlobalConnectionLimit {

  private static final Diagnostics LOG = Diagnostics.of(GlobalConnectionLimit.class);
  private static final long CHECK_MILLIS = 100;
  private static final Duration INTERVAL = Duration.ofMinutes(1);

  private final MemoryPressureMonitor memory;
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicBoolean awaitingMemory = new AtomicBoolean();
  private final RateLimitedLog log = new RateLimitedLog(LOG, INTERVAL);
  private final Set<Runnable> resumes = new CopyOnWriteArraySet<>();
  private volatile Runnable freesMemory = () -> {};
  private volatile int limit = Integer.MAX_VALUE;

  public GlobalConnectionLimit(MemoryPressureMonitor memory) {
    this.memory = memory;
  }

  /** The limit of this process, with its buffer memory. */
  public static GlobalConnectionLimit ofProcess() {
    return new GlobalConnectionLimit(
        new MemoryPressureMonitor(
            PlatformDependent::usedDirectMemory, PlatformDependent.maxDirectMemory()));
  }

  /**
   * @param max concurrent connections; 0 sets no limit
   */
  public void limit(int max) {
    limit = max == 0 ? Integer.MAX_VALUE : max;
    notifyWaiting();
  }

  /**
   * Sets what returns unused memory. It runs every 100 ms, on any thread, while a client waits for
   * memory: without new work nothing else would free what is cached.
   */
  public void freesMemory(Runnable by) {
    freesMemory = by;
  }

  /** Adds a callback that runs, on any thread, when another connection may be admitted. */
  void onFree(Runnable resume) {
    resumes.add(resume);
  }

  void removeOnFree(Runnable resume) {
    resumes.remove(resume);
  }

  /** Admits a connection if possible; after true the caller must call {@link #release} once. */
  boolean admit() {
    if (isShortOfMemory()) {
      awaitMemory();
      return false;
    }
    if (open.incrementAndGet() <= limit) {
      return true;
    }
    open.decrementAndGet();
    return false;
  }

  /** The limit if it is reached now, else 0. */
  int reached() {
    return open.get() >= limit ? limit : 0;
  }

  void release() {
    if (open.getAndDecrement() >= limit) {
      notifyWaiting();
    }
  }

  /** Whether new work should wait. */
  public boolean isShortOfMemory() {
    return memory.isShort();
  }

  private void awaitMemory() {
    if (awaitingMemory.compareAndSet(false, true)) {
      long mebibytes = PlatformDependent.usedDirectMemory() >> 20;
      logMemoryPressure(mebibytes);
      scheduleCheck();
    }
  }

  private void logMemoryPressure(long mebibytes) {
    log.warn(
        "memory for buffers is short ({} of {} MB); new connections and requests wait (-XX:MaxDirectMemorySize in PORTY_OPTS allows more)",
        mebibytes,
        PlatformDependent.maxDirectMemory() >> 20);
  }

  private void scheduleCheck() {
    CompletableFuture.delayedExecutor(CHECK_MILLIS, TimeUnit.MILLISECONDS)
        .execute(this::checkMemory);
  }

  private void checkMemory() {
    if (memory.isShort()) {
      scheduleCheck();
      freesMemory.run();
      return;
    }
    awaitingMemory.set(false);
    notifyWaiting();
  }

  private void notifyWaiting() {
    resumes.forEach(Runnable::run);
  }
}
