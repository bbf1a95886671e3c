package io.porty.engine.runtime;

import io.porty.engine.accesslog.AsyncLogDispatcher;
import io.porty.engine.lifecycle.Deadline;
import io.porty.engine.lifecycle.ManagedComponent;
import io.porty.engine.lifecycle.ManagedComponents;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The workers of earlier configurations that still have connections. When the last connection of a
 * worker ends, its mode is closed, then, once the last record is written, its routers and logs.
 * Thread-safe.
 */
final class DrainingWorkers {

  private final AsyncLogDispatcher logDispatcher;
  private final EngineContext context;

  private final Map<ListenerWorker, Retired> workers = new ConcurrentHashMap<>();

  /**
   * Where a worker's connections came in.
   *
   * @param removed whether the address is no longer listened on
   */
  private record Retired(ListenerRuntime runtime, boolean removed) {}

  DrainingWorkers(AsyncLogDispatcher logDispatcher, EngineContext context) {
    this.logDispatcher = logDispatcher;
    this.context = context;
  }

  /**
   * Takes over a worker that no longer serves new connections. Its idle connections migrate to the
   * successor.
   *
   * @param successor the worker that now serves the address; null if the address was removed, and
   *     then open connections are closed after {@code limit}
   */
  void retire(
      ListenerWorker worker,
      ListenerRuntime runtime,
      @Nullable ListenerWorker successor,
      Duration limit) {
    workers.put(worker, new Retired(runtime, successor == null));
    if (successor == null) {
      runtime.stopAccepting();
    }
    // Also workers retired earlier from this listener: some connections may not have migrated yet.
    for (Map.Entry<ListenerWorker, Retired> entry : workers.entrySet()) {
      if (entry.getValue().runtime() != runtime) {
        continue;
      }
      if (successor != null) {
        entry.getKey().migrate(runtime);
      } else {
        entry.setValue(new Retired(runtime, true));
        close(entry.getKey(), limit);
      }
    }
    worker.clients().whenEmpty(() -> context.blocking().execute(() -> close(worker, runtime)));
  }

  private static void close(ListenerWorker worker, Duration limit) {
    worker.drain();
    CompletableFuture.delayedExecutor(limit.toMillis(), TimeUnit.MILLISECONDS)
        .execute(worker::closeConnections);
  }

  /** Blocks; runs on a thread for blocking work. */
  private void close(ListenerWorker worker, ListenerRuntime runtime) {
    if (workers.remove(worker) != null) {
      runtime.connections().removeWorker(worker);
      worker.close();
      logDispatcher.runAfterQueued(
          () ->
              context
                  .blocking()
                  .execute(
                      () -> {
                        ManagedComponents.forEach(
                            worker.components(),
                            Deadline.in(ActiveConfig.LIFECYCLE_TIMEOUT),
                            ManagedComponent::close);
                        logDispatcher.runAfterQueued(worker::releaseSinks);
                      }));
    }
  }

  /** The number of open connections on addresses that are no longer listened on. */
  int openOnRemovedListeners() {
    int open = 0;
    for (Map.Entry<ListenerWorker, Retired> entry : workers.entrySet()) {
      open += entry.getValue().removed() ? entry.getKey().clients().all().size() : 0;
    }
    return open;
  }

  void drain() {
    workers.keySet().forEach(ListenerWorker::drain);
  }

  void closeConnections() {
    workers.keySet().forEach(ListenerWorker::closeConnections);
  }

  /** Removes all workers, for the caller to close: Porty is shutting down. */
  List<ListenerWorker> takeAll() {
    List<ListenerWorker> remaining = new ArrayList<>();
    for (ListenerWorker worker : workers.keySet()) {
      if (workers.remove(worker) != null) {
        remaining.add(worker);
      }
    }
    return remaining;
  }
}
