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
 * Groups of former configurations that still have clients. Each is ended when its last one has
 * gone: its mode first, then, behind the last record, its routers and logs. Thread-safe.
 */
final class DrainingWorkers {

  private final AsyncLogDispatcher pump;
  private final EngineContext context;

  /** With the seat of those whose address is not listened on any more. */
  private final Map<ListenerWorker, Old> groups = new ConcurrentHashMap<>();

  private record Old(ListenerRuntime seat, boolean removed) {}

  DrainingWorkers(AsyncLogDispatcher pump, EngineContext context) {
    this.pump = pump;
    this.context = context;
  }

  /**
   * @param successor what serves its address now; null if nothing does, and then its clients have
   *     {@code limit} to come to their end
   */
  void retire(
      ListenerWorker group,
      ListenerRuntime seat,
      @Nullable ListenerWorker successor,
      Duration limit) {
    groups.put(group, new Old(seat, successor == null));
    if (successor == null) {
      seat.stopAccepting();
    }
    // Those from before that seat, too: they may still wait for a moment to move.
    for (Map.Entry<ListenerWorker, Old> entry : groups.entrySet()) {
      if (entry.getValue().seat() != seat) {
        continue;
      }
      if (successor != null) {
        entry.getKey().migrate(seat);
      } else {
        entry.setValue(new Old(seat, true));
        end(entry.getKey(), limit);
      }
    }
    group.clients().whenEmpty(() -> context.blocking().execute(() -> end(group, seat)));
  }

  private static void end(ListenerWorker group, Duration limit) {
    group.drain();
    CompletableFuture.delayedExecutor(limit.toMillis(), TimeUnit.MILLISECONDS)
        .execute(group::closeConnections);
  }

  /** On a thread that may wait. */
  private void end(ListenerWorker group, ListenerRuntime seat) {
    if (groups.remove(group) != null) {
      seat.forget(group);
      group.close();
      pump.behindRecords(
          () ->
              context
                  .blocking()
                  .execute(
                      () -> {
                        ManagedComponents.each(
                            group.lives(),
                            Deadline.in(ActiveConfig.LIFE_STEP),
                            ManagedComponent::close);
                        pump.behindRecords(group::releaseSinks);
                      }));
    }
  }

  /** Connections on addresses that are not listened on any more. */
  int openWithoutSeat() {
    int open = 0;
    for (Map.Entry<ListenerWorker, Old> entry : groups.entrySet()) {
      open += entry.getValue().removed() ? entry.getKey().clients().all().size() : 0;
    }
    return open;
  }

  void drain() {
    groups.keySet().forEach(ListenerWorker::drain);
  }

  void closeConnections() {
    groups.keySet().forEach(ListenerWorker::closeConnections);
  }

  /** Porty ends, and whatever is left with it: the caller ends these. */
  List<ListenerWorker> takeAll() {
    List<ListenerWorker> left = new ArrayList<>();
    for (ListenerWorker group : groups.keySet()) {
      if (groups.remove(group) != null) {
        left.add(group);
      }
    }
    return left;
  }
}
