package io.porty.engine.accesslog;

import io.netty.util.internal.PlatformDependent;
import io.porty.net.diagnostics.InternalErrors;
import java.util.HashSet;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A queue of records and the thread that delivers them to their logs. The thread starts with the
 * first record and ends after a minute without one. {@code offer} never blocks; everything else
 * runs on the worker's thread unless noted.
 */
final class LogWorker {

  /**
   * Polling interval while there is traffic: it saves the event loops the cost of waking the thread
   * for each record.
   */
  private static final long POLL_INTERVAL_NANOS = 5_000_000;

  private static final int MAX_IDLE_POLLS = 200;
  private static final long IDLE_TIMEOUT_NANOS = 60_000_000_000L;

  /** Batching logs are flushed at the latest after this number of records. */
  private static final int MAX_RECORDS_BEFORE_FLUSH = 4096;

  /** Netty's growing queue has room for so many at least. */
  private static final int MIN_GROWING = 2048;

  private final String name;
  private final @Nullable ClassLoader loader;
  private final InternalErrors errors;
  private final Queue<LogEntry> queue;
  private final Set<AsyncLog> unflushed = new HashSet<>();

  /** The entry in delivery, to count it as dropped if the call never returns. */
  private final AtomicReference<@Nullable LogEntry> current = new AtomicReference<>();

  private volatile @Nullable Thread thread;
  private volatile boolean parked;
  private volatile boolean closing;
  private @Nullable AsyncLog lastLog;

  /**
   * @param name the thread's name
   */
  LogWorker(String name, @Nullable ClassLoader loader, int capacity, InternalErrors errors) {
    this.errors = errors;
    this.name = name;
    this.loader = loader;
    this.queue = queue(capacity);
  }

  /** A large one grows with its records: 256 KiB for nothing are 0.4 % of an idle Porty. */
  private static Queue<LogEntry> queue(int capacity) {
    return capacity > MIN_GROWING
        ? PlatformDependent.newMpscQueue(capacity)
        : PlatformDependent.newFixedMpscQueue(capacity);
  }

  /** Queues a record for a log, or counts it as dropped. On any thread. */
  void offer(AsyncLog to, LogEntry.Event event, Object record) {
    if (!offer(new LogEntry(to, event, record))) {
      to.counters().addLost(1);
    }
  }

  /** Queues an entry; false if the queue is full. On any thread. */
  boolean offer(LogEntry entry) {
    boolean accepted = queue.offer(entry);
    if (thread == null) {
      startThread();
    } else if (parked) {
      LockSupport.unpark(thread);
    }
    return accepted;
  }

  /**
   * Whether all queued entries are delivered and flushed. On any thread. The order of the questions
   * matters: the thread is not parked any more when it takes an entry from the queue.
   */
  boolean isIdle() {
    return queue.isEmpty() && (parked || thread == null);
  }

  private synchronized void startThread() {
    if (thread != null) {
      return;
    }
    Thread newThread = new Thread(this::run, name);
    newThread.setDaemon(true);
    if (loader != null) {
      newThread.setContextClassLoader(loader);
    }
    thread = newThread;
    newThread.start();
  }

  private void run() {
    try {
      deliverAll();
    } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError e) {
      errors.report(InternalErrors.ACCESS_LOG, name, e);
    } finally {
      thread = null;
      // A producer may have seen the ending thread and not started another.
      if (!queue.isEmpty() && !closing) {
        startThread();
      }
    }
  }

  private void deliverAll() {
    int idlePolls = 0;
    int written = 0;
    while (true) {
      LogEntry entry = queue.poll();
      if (entry != null) {
        idlePolls = 0;
        deliver(entry);
        if (++written >= MAX_RECORDS_BEFORE_FLUSH) {
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
      if (idlePolls++ < MAX_IDLE_POLLS) {
        LockSupport.parkNanos(POLL_INTERVAL_NANOS);
      } else if (!awaitWork()) {
        return;
      } else {
        idlePolls = 0;
      }
    }
  }

  /** Waits for an entry; false if none has come within the idle timeout. */
  private boolean awaitWork() {
    long deadline = System.nanoTime() + IDLE_TIMEOUT_NANOS;
    parked = true;
    while (queue.isEmpty() && !closing && System.nanoTime() - deadline < 0) {
      LockSupport.parkNanos(this, deadline - System.nanoTime());
    }
    parked = false;
    return !queue.isEmpty() || closing;
  }

  @SuppressWarnings("ReferenceEquality") // logs are compared by identity
  private void deliver(LogEntry entry) {
    if (entry.isTask()) {
      flush();
    } else if (entry.log() != lastLog) {
      lastLog = entry.log();
      unflushed.add(entry.log());
    }
    current.lazySet(entry);
    try {
      entry.deliver();
    } catch (OutOfMemoryError e) {
      throw e;
    } catch (Throwable e) {
      if (entry.isTask()) {
        errors.report(InternalErrors.ACCESS_LOG, "a task after queued records", e);
      } else {
        entry.log().counters().addFailure(entry.event().method, e);
      }
    } finally {
      current.lazySet(null);
    }
  }

  private void flush() {
    for (AsyncLog log : unflushed) {
      try {
        log.log().flush();
      } catch (OutOfMemoryError e) {
        throw e;
      } catch (Throwable e) {
        log.counters().addFailure("flush()", e);
      }
    }
    unflushed.clear();
    lastLog = null;
  }

  /** Lets the thread deliver the queued entries and end; returns at once. */
  void close() {
    closing = true;
    LockSupport.unpark(thread);
  }

  /**
   * Waits until the thread has ended.
   *
   * @return false after the time limit: the remaining records are then counted as dropped
   */
  boolean awaitEnd(long millis) {
    Thread worker = thread;
    if (worker == null) {
      return true;
    }
    try {
      worker.join(Math.max(1, millis));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (!worker.isAlive()) {
      return true;
    }
    countLost(current.get());
    queue.forEach(this::countLost); // weakly consistent, from any thread
    return false;
  }

  /** The call into a third-party log that has not returned, for messages. */
  Optional<String> latePluginCall() {
    LogEntry entry = current.get();
    boolean shipped = loader == null || loader == LogWorker.class.getClassLoader();
    return shipped || entry == null || entry.isTask()
        ? Optional.empty()
        : Optional.of(entry.log().counters().owner() + ", in its " + entry.event().method);
  }

  private void countLost(@Nullable LogEntry entry) {
    if (entry != null && !entry.isTask()) {
      entry.log().counters().addLost(1);
    }
  }
}
