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
 * Carries traffic records from the event loops to the logs, each log on a {@link LogWorker} of its
 * own or of its plugin's; the traffic never waits, and no log waits for another plugin's.
 * Thread-safe.
 */
public final class AsyncLogDispatcher implements AutoCloseable {

  /** About 60 ms of records at a million a second; some 4 MB if every slot holds one. */
  public static final int CAPACITY = 1 << 16;

  /** Of a stranger's log: 0.16 s at a hundred thousand a second, and some 6 MB of records. */
  public static final int PLUGIN_CAPACITY = 1 << 14;

  /** Threads of one plugin's logs, and of all that came with Porty; beyond that they are shared. */
  static final int MAX_WORKERS = 4;

  /** A task does not wait longer for a log that is stuck. */
  private static final long TASK_SECONDS = 5;

  private static final long CLOSE_MILLIS = 5_000;
  private static final Object OWN = AsyncLogDispatcher.class;

  private final Map<Object, List<Used>> groups = new IdentityHashMap<>();
  private final Map<String, LogCounters> allCounters = new ConcurrentHashMap<>();

  private final InternalErrors errors;

  /**
   * @param errors hears of what fails and is no log
   */
  public AsyncLogDispatcher(InternalErrors errors) {
    this.errors = errors;
  }

  /** A lane, and what it is used for. */
  private record Used(LogWorker worker, Map<String, Integer> keys) {}

  /** What the logs of one name have lost; made when it is asked for first. */
  public LogCounters counters(String name, String owner) {
    return allCounters.computeIfAbsent(name, n -> new LogCounters(n, owner));
  }

  /** Of all logs that there were so far. */
  public Collection<LogCounters> allCounters() {
    return List.copyOf(allCounters.values());
  }

  /** A log of Porty's own that never waits: it hands records to {@code logs} by way of a queue. */
  public AccessLog asyncOf(List<AccessLog> logs) {
    List<AsyncLog> all = new ArrayList<>();
    for (AccessLog log : logs) {
      String name = log.getClass().getName();
      all.add(
          new AsyncLog(
              log,
              counters(name, "traffic log " + name),
              new AsyncLog.Queue(OWN, name, AsyncLogDispatcher.class.getClassLoader(), CAPACITY)));
    }
    return async(all);
  }

  /** A log that never waits: it hands records to each of these by way of its lane. */
  public AccessLog async(List<AsyncLog> logs) {
    List<AccessLog> handles = new ArrayList<>();
    for (AsyncLog log : logs) {
      handles.add(new Handle(log, acquire(log.queue())));
    }
    return handles.size() == 1 ? handles.get(0) : new FanOut(handles);
  }

  /** These are not pumped to any more; what waits is still delivered. */
  public synchronized void release(Collection<AsyncLog> logs) {
    for (AsyncLog log : logs) {
      for (Used used : groups.getOrDefault(log.queue().group(), List.of())) {
        used.keys().computeIfPresent(log.queue().key(), (key, n) -> n == 1 ? null : n - 1);
      }
    }
  }

  /** The lane of this key, else one that nobody uses, else a new one, else the least used. */
  private synchronized LogWorker acquire(AsyncLog.Queue wanted) {
    List<Used> group = groups.computeIfAbsent(wanted.group(), g -> new ArrayList<>());
    Used least = null;
    for (Used used : group) {
      if (used.keys().containsKey(wanted.key())) {
        used.keys().merge(wanted.key(), 1, Integer::sum);
        return used.worker();
      }
      least = least == null || used.keys().size() < least.keys().size() ? used : least;
    }
    if (least == null || (!least.keys().isEmpty() && group.size() < MAX_WORKERS)) {
      LogWorker worker =
          new LogWorker(
              "porty-log-" + word(wanted.key()), wanted.loader(), wanted.capacity(), errors);
      least = new Used(worker, new HashMap<>());
      group.add(least);
    }
    least.keys().merge(wanted.key(), 1, Integer::sum);
    return least.worker();
  }

  private static String word(String key) {
    String word = key.replaceAll("[^A-Za-z0-9_-].*", "");
    return word.isEmpty() ? "file" : word;
  }

  private synchronized List<LogWorker> workers() {
    return groups.values().stream().flatMap(List::stream).map(Used::worker).toList();
  }

  /**
   * Runs a task behind all records that came before, on the thread of one of the logs; on another
   * one if that takes too long. When nothing waits it runs here.
   */
  public void runAfterQueued(Runnable task) {
    List<LogWorker> busy = workers().stream().filter(worker -> !worker.isIdle()).toList();
    if (busy.isEmpty()) {
      task.run();
      return;
    }
    AtomicInteger left = new AtomicInteger(busy.size());
    CompletableFuture<@Nullable Void> passed = new CompletableFuture<>();
    passed.thenRun(task);
    for (LogWorker worker : busy) {
      Runnable mark =
          () -> {
            if (left.decrementAndGet() == 0) {
              passed.complete(null);
            }
          };
      if (!worker.offer(new LogEntry(NOBODY, LogEntry.Event.TASK, mark))) {
        mark.run(); // full: a log that is stuck, or losing records anyway
      }
    }
    CompletableFuture.delayedExecutor(TASK_SECONDS, TimeUnit.SECONDS)
        .execute(() -> passed.complete(null));
  }

  private static final AsyncLog NOBODY =
      new AsyncLog(
          new AccessLog() {},
          new LogCounters("", ""),
          new AsyncLog.Queue(OWN, "", AsyncLogDispatcher.class.getClassLoader(), 1));

  /** How many records were lost so far, of all logs. */
  public long dropped() {
    long all = 0;
    for (LogCounters counters : allCounters.values()) {
      all += counters.lost();
    }
    return all;
  }

  /** Delivers what is queued, then ends the threads. */
  @Override
  public void close() {
    close(CLOSE_MILLIS);
  }

  /**
   * Delivers what is queued, then ends the threads; what cannot be delivered in time is lost, and
   * said.
   *
   * @return whether all was delivered
   */
  public boolean close(long millis) {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    List<LogWorker> all = workers();
    all.forEach(LogWorker::close);
    boolean complete = true;
    for (LogWorker worker : all) {
      complete &= worker.awaitEnd(TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime()));
    }
    allCounters.values().forEach(LogCounters::say);
    return complete;
  }

  /** After {@link #close}: calls of plugins' logs that have not come back. */
  public List<String> latePlugins() {
    return workers().stream().flatMap(worker -> worker.latePluginCall().stream()).toList();
  }

  /** One log with its lane. */
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

  /** Several at once. */
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
