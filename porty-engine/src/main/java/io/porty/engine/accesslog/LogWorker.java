package io.porty.engine.accesslog;

import io.porty.api.log.AccessLog;
import io.porty.net.diagnostics.InternalErrors;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A queue of records and the thread that takes them to their logs. The thread begins with the first
 * record and ends after a minute without one. A full queue refuses; whoever offers never waits.
 */
final class LogWorker {

  /**
   * Polling in short naps while there is traffic saves every event loop the cost of waking the
   * thread.
   */
  private static final long NAP_NANOS = 5_000_000;

  private static final int NAPS_BEFORE_SLEEP = 200;
  private static final long SLEEP_NANOS = 60_000_000_000L;

  /** Logs that write in batches write at the latest after so many records. */
  private static final int FLUSH_AFTER = 4096;

  private final String name;
  private final @Nullable ClassLoader loader;
  private final InternalErrors errors;
  private final LogQueue<LogEntry> queue;
  private final Set<AsyncLog> unflushed = new HashSet<>();

  /** What the thread is at, for counting what is lost with it. */
  private final AtomicReference<@Nullable LogEntry> at = new AtomicReference<>();

  private volatile @Nullable Thread thread;
  private volatile boolean asleep;
  private volatile boolean closing;
  private @Nullable AsyncLog last;

  /**
   * @param name of the thread
   */
  LogWorker(String name, @Nullable ClassLoader loader, int capacity, InternalErrors errors) {
    this.errors = errors;
    this.name = name;
    this.loader = loader;
    this.queue = new LogQueue<>(capacity);
  }

  /** Takes a record for a log, or counts it as lost. */
  void offer(AsyncLog to, LogEntry.Event event, Object record) {
    if (!offer(new LogEntry(to, event, record))) {
      to.counters().lose(1);
    }
  }

  /** Whether there is room for it. */
  boolean offer(LogEntry entry) {
    boolean taken = queue.offer(entry);
    if (thread == null) {
      begin();
    } else if (asleep) {
      LockSupport.unpark(thread);
    }
    return taken;
  }

  /** Whether everything that came has been delivered. */
  boolean isIdle() {
    return queue.isEmpty() && at.get() == null;
  }

  private synchronized void begin() {
    if (thread != null) {
      return;
    }
    Thread fresh = new Thread(this::run, name);
    fresh.setDaemon(true);
    if (loader != null) {
      fresh.setContextClassLoader(loader);
    }
    thread = fresh;
    fresh.start();
  }

  private void run() {
    try {
      deliverAll();
    } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError e) {
      errors.report(InternalErrors.TRAFFIC_LOG, name, e);
    } finally {
      thread = null;
      // Somebody may have seen the thread that has ended just now.
      if (!queue.isEmpty() && !closing) {
        begin();
      }
    }
  }

  private void deliverAll() {
    int naps = 0;
    int written = 0;
    while (true) {
      LogEntry entry = queue.poll();
      if (entry != null) {
        naps = 0;
        deliver(entry);
        if (++written >= FLUSH_AFTER) {
          written = 0;
          flush();
        }
        continue;
      }
      written = 0;
      flush();
      if (closing && queue.isEmpty()) {
        return;
      }
      if (naps++ < NAPS_BEFORE_SLEEP) {
        LockSupport.parkNanos(NAP_NANOS);
      } else if (!sleep()) {
        return;
      } else {
        naps = 0;
      }
    }
  }

  /** Answers whether there may be something to do again. */
  private boolean sleep() {
    long until = System.nanoTime() + SLEEP_NANOS;
    asleep = true;
    while (queue.isEmpty() && !closing && System.nanoTime() - until < 0) {
      LockSupport.parkNanos(this, until - System.nanoTime());
    }
    asleep = false;
    return !queue.isEmpty() || closing;
  }

  @SuppressWarnings("ReferenceEquality") // a log is one object
  private void deliver(LogEntry entry) {
    if (entry.isTask()) {
      flush();
    } else if (entry.to() != last) {
      last = entry.to();
      unflushed.add(entry.to());
    }
    at.lazySet(entry);
    try {
      entry.deliver();
    } catch (OutOfMemoryError e) {
      throw e;
    } catch (Throwable e) {
      if (entry.isTask()) {
        errors.report(InternalErrors.TRAFFIC_LOG, "a task behind the records", e);
      } else {
        entry.to().counters().fail(entry.event().method, e);
      }
    } finally {
      at.lazySet(null);
    }
  }

  private void flush() {
    for (AsyncLog each : unflushed) {
      try {
        AccessLog log = each.log();
        log.flush();
      } catch (OutOfMemoryError e) {
        throw e;
      } catch (Throwable e) {
        each.counters().fail("flush()", e);
      }
    }
    unflushed.clear();
    last = null;
  }

  /** The thread delivers what waits, and ends; returns at once. */
  void close() {
    closing = true;
    LockSupport.unpark(thread);
  }

  /**
   * Waits until it has ended.
   *
   * @return whether it has; if not, what still waits is lost
   */
  boolean awaitEnd(long millis) {
    Thread running = thread;
    if (running == null) {
      return true;
    }
    try {
      running.join(Math.max(1, millis));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (!running.isAlive()) {
      return true;
    }
    lose(at.get());
    queue.forEachWaiting(this::lose);
    return false;
  }

  /** The call of a plugin's log that has not come back, for people; empty if it is Porty's own. */
  Optional<String> latePluginCall() {
    LogEntry entry = at.get();
    boolean own = loader == null || loader == LogWorker.class.getClassLoader();
    return own || entry == null || entry.isTask()
        ? Optional.empty()
        : Optional.of(entry.to().counters().owner() + ", in its " + entry.event().method);
  }

  private void lose(@Nullable LogEntry entry) {
    if (entry != null && !entry.isTask()) {
      entry.to().counters().lose(1);
    }
  }
}
