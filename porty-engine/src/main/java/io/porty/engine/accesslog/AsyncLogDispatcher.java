package io.porty.engine.accesslog;

import io.porty.api.log.AccessLog;
import io.porty.api.log.ConnectionRecord;
import io.porty.api.log.ExchangeRecord;
import io.porty.net.diagnostics.InternalErrors;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Passes log records from the event loops to the access logs, which run on {@link LogWorker}
 * threads. Event loops never block: records for a full queue are dropped and counted. Logs of
 * different plugins never share a thread. Thread-safe.
 */
public final class AsyncLogDispatcher implements AutoCloseable {

  /** Records per queue: about 60 ms at a million per second, about 4 MB when full. */
  public static final int CAPACITY = 1 << 16;

  /** The same for third-party logs: 0.16 s at a hundred thousand per second, about 6 MB. */
  public static final int PLUGIN_CAPACITY = 1 << 14;

  /** Maximum of threads for the logs of one plugin, or of all shipped ones. */
  static final int MAX_WORKERS = 4;

  /** How long a task waits for a log that is blocked. */
  private static final long TASK_SECONDS = 5;

  private static final long CLOSE_MILLIS = 5_000;
  private static final Object SHIPPED = AsyncLogDispatcher.class;

  private final Map<Object, List<SharedWorker>> groups = new IdentityHashMap<>();
  private final Map<String, LogCounters> allCounters = new ConcurrentHashMap<>();

  private final InternalErrors errors;

  /**
   * @param errors receives failures of Porty's own code
   */
  public AsyncLogDispatcher(InternalErrors errors) {
    this.errors = errors;
  }

  /** A worker with the number of logs for each queue key that it serves. */
  private record SharedWorker(LogWorker worker, Map<String, Integer> keys) {}

  /** The counters of the logs of one name, created on first use. */
  public LogCounters counters(String name, String owner) {
    return allCounters.computeIfAbsent(name, n -> new LogCounters(n, owner));
  }

  /** The counters of all logs that have existed so far. */
  public Collection<LogCounters> allCounters() {
    return List.copyOf(allCounters.values());
  }

  /** A log that passes records to {@code logs}, without blocking; for shipped logs. */
  public AccessLog asyncOf(List<AccessLog> logs) {
    List<AsyncLog> all = new ArrayList<>();
    for (AccessLog log : logs) {
      String name = log.getClass().getName();
      all.add(
          new AsyncLog(
              log,
              counters(name, "access log " + name),
              new AsyncLog.Queue(
                  SHIPPED, name, AsyncLogDispatcher.class.getClassLoader(), CAPACITY)));
    }
    return async(all);
  }

  /** A log that passes records to each of {@code logs} by its queue, without blocking. */
  public AccessLog async(List<AsyncLog> logs) {
    List<AccessLog> handles = new ArrayList<>();
    for (AsyncLog log : logs) {
      handles.add(new Handle(log, acquire(log.queue())));
    }
    return handles.size() == 1 ? handles.get(0) : new FanOut(handles);
  }

  /** Releases the queues of logs that receive no more records; queued ones are still delivered. */
  public synchronized void release(Collection<AsyncLog> logs) {
    for (AsyncLog log : logs) {
      for (SharedWorker shared : groups.getOrDefault(log.queue().group(), List.of())) {
        shared.keys().computeIfPresent(log.queue().key(), (key, n) -> n == 1 ? null : n - 1);
      }
    }
  }

  /** The worker of this key, else an unused one, else a new one, else the least used. */
  private synchronized LogWorker acquire(AsyncLog.Queue requested) {
    List<SharedWorker> group = groups.computeIfAbsent(requested.group(), g -> new ArrayList<>());
    SharedWorker leastUsed = null;
    for (SharedWorker shared : group) {
      if (shared.keys().containsKey(requested.key())) {
        shared.keys().merge(requested.key(), 1, Integer::sum);
        return shared.worker();
      }
      leastUsed =
          leastUsed == null || shared.keys().size() < leastUsed.keys().size() ? shared : leastUsed;
    }
    if (leastUsed == null || (!leastUsed.keys().isEmpty() && group.size() < MAX_WORKERS)) {
      LogWorker worker =
          new LogWorker(
              "porty-log-" + threadSuffix(requested.key()),
              requested.loader(),
              requested.capacity(),
              errors);
      leastUsed = new SharedWorker(worker, new HashMap<>());
      group.add(leastUsed);
    }
    leastUsed.keys().merge(requested.key(), 1, Integer::sum);
    return leastUsed.worker();
  }

  private static String threadSuffix(String key) {
    String threadSuffix = key.replaceAll("[^A-Za-z0-9_-].*", "");
    return threadSuffix.isEmpty() ? "file" : threadSuffix;
  }

  private synchronized List<LogWorker> workers() {
    return groups.values().stream().flatMap(List::stream).map(SharedWorker::worker).toList();
  }

  /**
   * Runs a task after all records queued so far are delivered and flushed: on the thread of one of
   * the logs, on another one after {@value #TASK_SECONDS} s, or on the caller's if all logs rest.
   */
  public void runAfterQueued(Runnable task) {
    List<LogWorker> busy = workers().stream().filter(worker -> !worker.isIdle()).toList();
    if (busy.isEmpty()) {
      task.run();
      return;
    }
    AtomicInteger remaining = new AtomicInteger(busy.size());
    CompletableFuture<@Nullable Void> allReached = new CompletableFuture<>();
    allReached.thenRun(task);
    for (LogWorker worker : busy) {
      Runnable marker =
          () -> {
            if (remaining.decrementAndGet() == 0) {
              allReached.complete(null);
            }
          };
      if (!worker.offer(new LogEntry(NO_LOG, LogEntry.Event.TASK, marker))) {
        marker.run(); // full: the log is blocked or dropping records anyway
      }
    }
    CompletableFuture.delayedExecutor(TASK_SECONDS, TimeUnit.SECONDS)
        .execute(() -> allReached.complete(null));
  }

  private static final AsyncLog NO_LOG =
      new AsyncLog(
          new AccessLog() {},
          new LogCounters("", ""),
          new AsyncLog.Queue(SHIPPED, "", AsyncLogDispatcher.class.getClassLoader(), 1));

  /** The number of records dropped so far, of all logs. */
  public long dropped() {
    long all = 0;
    for (LogCounters counters : allCounters.values()) {
      all += counters.lost();
    }
    return all;
  }

  /** Delivers the queued records, then stops the threads. */
  @Override
  public void close() {
    close(CLOSE_MILLIS);
  }

  /**
   * Delivers the queued records, then stops the threads. Records that cannot be delivered within
   * the time limit are dropped, counted and logged.
   *
   * @return whether all were delivered
   */
  public boolean close(long millis) {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    List<LogWorker> all = workers();
    all.forEach(LogWorker::close);
    boolean complete = true;
    for (LogWorker worker : all) {
      complete &= worker.awaitEnd(TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime()));
    }
    allCounters.values().forEach(LogCounters::report);
    return complete;
  }

  /** After {@link #close}: the calls into third-party logs that have not returned. */
  public List<String> latePlugins() {
    return workers().stream().flatMap(worker -> worker.latePluginCall().stream()).toList();
  }

  /** Queues the records of one log; called on event loops. */
  private record Handle(AsyncLog log, LogWorker worker) implements AccessLog {
    @Override
    public void connectionOpened(ConnectionRecord connection) {
      worker.offer(log, LogEntry.Event.OPENED, connection);
    }

    @Override
    public void connectionClosed(ConnectionRecord connection) {
      worker.offer(log, LogEntry.Event.CLOSED, connection);
    }

    @Override
    public void exchangeStarted(ExchangeRecord exchange) {
      worker.offer(log, LogEntry.Event.STARTED, exchange);
    }

    @Override
    public void exchangeEnded(ExchangeRecord exchange) {
      worker.offer(log, LogEntry.Event.ENDED, exchange);
    }
  }

  /** Passes records to several logs. */
  private record FanOut(List<AccessLog> logs) implements AccessLog {
    @Override
    public void connectionOpened(ConnectionRecord connection) {
      for (int i = 0; i < logs.size(); i++) {
        logs.get(i).connectionOpened(connection);
      }
    }

    @Override
    public void connectionClosed(ConnectionRecord connection) {
      for (int i = 0; i < logs.size(); i++) {
        logs.get(i).connectionClosed(connection);
      }
    }

    @Override
    public void exchangeStarted(ExchangeRecord exchange) {
      for (int i = 0; i < logs.size(); i++) {
        logs.get(i).exchangeStarted(exchange);
      }
    }

    @Override
    public void exchangeEnded(ExchangeRecord exchange) {
      for (int i = 0; i < logs.size(); i++) {
        logs.get(i).exchangeEnded(exchange);
      }
    }
  }
}
