package io.porty.engine.log;

import io.porty.api.log.ConnectionRecord;
import io.porty.api.log.ExchangeRecord;
import io.porty.api.log.TrafficLog;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Carries traffic records from the event loops to the logs, in a thread of its own. When the queue
 * is full records are counted and dropped, and the count is said once a second at most; the traffic
 * never waits.
 */
public final class LogPump implements AutoCloseable {

  /** About 60 ms of records at a million a second; some 4 MB if every slot holds one. */
  static final int CAPACITY = 1 << 16;

  /**
   * Polling in short naps while there is traffic saves every event loop the cost of waking this
   * thread.
   */
  private static final long NAP_NANOS = 5_000_000;

  private static final int NAPS_BEFORE_SLEEP = 200;

  /** Logs that write in batches write at the latest after so many records. */
  private static final int FLUSH_AFTER = 4096;

  private static final long SAY_DROPS_EVERY_NANOS = 1_000_000_000;

  private final LogQueue<Entry> queue = new LogQueue<>(CAPACITY);
  private final LongAdder dropped = new LongAdder();
  private final Set<TrafficLog> reported = new HashSet<>();
  private final Set<TrafficLog> unflushed = new HashSet<>();
  private final Thread thread = new Thread(this::run, "porty-log");
  private @Nullable TrafficLog last;
  private volatile boolean asleep;
  private volatile boolean closing;

  private enum Event {
    OPENED,
    CLOSED,
    STARTED,
    ENDED,
    /** No record: something is to be done behind all that came before it. */
    TASK
  }

  private record Entry(
      List<TrafficLog> logs,
      Event event,
      @Nullable ConnectionRecord connection,
      @Nullable ExchangeRecord exchange,
      @Nullable Runnable task) {

    Entry(
        List<TrafficLog> logs,
        Event event,
        @Nullable ConnectionRecord connection,
        @Nullable ExchangeRecord exchange) {
      this(logs, event, connection, exchange, null);
    }
  }

  public LogPump() {
    thread.setDaemon(true);
    thread.start();
  }

  /** A log that never waits: it hands records to {@code logs} by way of the queue. */
  public TrafficLog pumped(List<TrafficLog> logs) {
    return new TrafficLog() {
      @Override
      public void connectionOpened(ConnectionRecord connection) {
        offer(new Entry(logs, Event.OPENED, connection, null));
      }

      @Override
      public void connectionClosed(ConnectionRecord connection) {
        offer(new Entry(logs, Event.CLOSED, connection, null));
      }

      @Override
      public void exchangeStarted(ExchangeRecord exchange) {
        offer(new Entry(logs, Event.STARTED, null, exchange));
      }

      @Override
      public void exchangeEnded(ExchangeRecord exchange) {
        offer(new Entry(logs, Event.ENDED, null, exchange));
      }
    };
  }

  /**
   * Runs a task on the log's thread, behind all records that came before. Waits while the queue is
   * full; not for event loops. When the thread has ended it runs here.
   */
  public void behindRecords(Runnable task) {
    Entry entry = new Entry(List.of(), Event.TASK, null, null, task);
    while (!queue.offer(entry)) {
      if (!thread.isAlive()) {
        task.run();
        return;
      }
      LockSupport.parkNanos(NAP_NANOS);
    }
    if (asleep) {
      LockSupport.unpark(thread);
    }
  }

  /** How many records were lost so far. */
  public long dropped() {
    return dropped.sum();
  }

  private void offer(Entry entry) {
    if (!queue.offer(entry)) {
      dropped.increment();
    }
    if (asleep) {
      LockSupport.unpark(thread);
    }
  }

  private void run() {
    int naps = 0;
    int written = 0;
    long droppedSaid = 0;
    long saidAt = System.nanoTime() - SAY_DROPS_EVERY_NANOS;
    while (true) {
      Entry entry = queue.poll();
      if (entry != null) {
        naps = 0;
        write(entry);
        if (++written >= FLUSH_AFTER) {
          written = 0;
          flush();
        }
        continue;
      }
      written = 0;
      flush();
      long lost = dropped.sum();
      if (lost > droppedSaid && System.nanoTime() - saidAt >= SAY_DROPS_EVERY_NANOS) {
        LoggerFactory.getLogger(LogPump.class)
            .warn("the traffic log is too slow: {} records dropped", lost - droppedSaid);
        droppedSaid = lost;
        saidAt = System.nanoTime();
      }
      if (closing && queue.isEmpty()) {
        return;
      }
      if (naps++ < NAPS_BEFORE_SLEEP) {
        LockSupport.parkNanos(NAP_NANOS);
      } else {
        asleep = true;
        if (queue.isEmpty() && !closing) {
          LockSupport.park(this);
        }
        asleep = false;
        naps = 0;
      }
    }
  }

  private void flush() {
    for (TrafficLog log : unflushed) {
      try {
        log.flush();
      } catch (OutOfMemoryError e) {
        throw e;
      } catch (Throwable e) {
        report(log, e);
      }
    }
    unflushed.clear();
    last = null;
  }

  private void write(Entry entry) {
    Runnable task = entry.task();
    if (task != null) {
      flush();
      try {
        task.run();
      } catch (RuntimeException e) {
        LoggerFactory.getLogger(LogPump.class).error("after the last record", e);
      }
      return;
    }
    List<TrafficLog> logs = entry.logs();
    for (int i = 0; i < logs.size(); i++) {
      write(logs.get(i), entry);
    }
  }

  private void write(TrafficLog log, Entry entry) {
    if (log != last) {
      last = log;
      unflushed.add(log);
    }
    try {
      switch (entry.event()) {
        case OPENED -> log.connectionOpened(Objects.requireNonNull(entry.connection()));
        case CLOSED -> log.connectionClosed(Objects.requireNonNull(entry.connection()));
        case STARTED -> log.exchangeStarted(Objects.requireNonNull(entry.exchange()));
        case ENDED -> log.exchangeEnded(Objects.requireNonNull(entry.exchange()));
        case TASK -> {}
      }
    } catch (OutOfMemoryError e) {
      throw e;
    } catch (Throwable e) {
      report(log, e);
    }
  }

  private void report(TrafficLog log, Throwable failure) {
    if (reported.add(log)) {
      LoggerFactory.getLogger(LogPump.class)
          .error(
              "traffic log {} failed; further failures of it are not reported",
              log.getClass().getName(),
              failure);
    }
  }

  /** Writes what is queued, then ends the thread. */
  @Override
  public void close() {
    closing = true;
    LockSupport.unpark(thread);
    try {
      thread.join(5_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
