package io.porty.engine.runtime;

import io.porty.engine.lifecycle.Deadline;
import io.porty.engine.lifecycle.ManagedComponent;
import io.porty.engine.lifecycle.ManagedComponents;
import io.porty.engine.lifecycle.ShutdownSequence;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Shuts down the active configuration and the workers of earlier ones that still have connections.
 * Each step has a time limit. Blocks; not for event loops.
 */
final class Shutdown {

  private static final long POLL_MILLIS = 20;
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(1);

  private final ActiveConfig current;
  private final DrainingWorkers draining;
  private final ShutdownSequence sequence;

  Shutdown(ActiveConfig current, DrainingWorkers draining, ShutdownSequence sequence) {
    this.current = current;
    this.draining = draining;
    this.sequence = sequence;
  }

  /**
   * Stops accepting, waits up to the drain timeout for open connections to finish, and closes the
   * remaining ones. Components drain in the meantime.
   *
   * @return how many connections were closed before they had finished
   */
  int drain() {
    Deadline deadline = Deadline.in(current.drainTimeout());
    stopListening();
    current.workers().forEach(ListenerWorker::drain);
    draining.drain();
    Deadline componentDeadline = Deadline.in(Duration.ofMillis(sequence.stepMillis()));
    Thread drainer = new Thread(() -> drainComponents(componentDeadline), "porty-drain");
    drainer.setDaemon(true);
    drainer.start();
    while (open() > 0 && !deadline.hasPassed()) {
      sleep();
    }
    join(drainer, componentDeadline);
    int cut = open();
    closeConnections();
    return cut;
  }

  private void stopListening() {
    sequence.step("listening", this::stopAccepting);
    for (ActiveConfig.ActiveListener listener : current.listeners()) {
      listener
          .runtime()
          .lateListener()
          .ifPresent(owner -> sequence.addUnfinished(owner + ", in its close()"));
    }
  }

  private void stopAccepting() {
    current.listeners().forEach(listener -> listener.runtime().stopAccepting());
  }

  private void drainComponents(Deadline limit) {
    ManagedComponents.forEach(current.components(), limit, ManagedComponent::drain)
        .forEach(owner -> sequence.addUnfinished(owner + ", in its drain()"));
  }

  private int open() {
    return current.open() + draining.openOnRemovedListeners();
  }

  /**
   * Closes all connections before the event loops shut down: a loop that shuts down does not notify
   * the handlers of every channel, and what those hold would leak.
   */
  private void closeConnections() {
    Deadline limit = Deadline.in(CLOSE_LIMIT);
    do {
      current.workers().forEach(ListenerWorker::closeConnections);
      draining.closeConnections();
      if (open() > 0) {
        sleep();
      }
    } while (open() > 0 && !limit.hasPassed());
  }

  /** Closes listeners, connections and modes. */
  void close() {
    sequence.step("listening", this::stopAccepting);
    closeConnections();
    sequence.step("the modes", () -> current.workers().forEach(ListenerWorker::close));
  }

  /** Closes routers and access logs; to be called after the last record is written. */
  void release() {
    List<ListenerWorker> retired = draining.takeAll();
    sequence.step("former modes", () -> retired.forEach(ListenerWorker::close));
    List<ManagedComponent> all = new ArrayList<>(current.components());
    retired.forEach(group -> all.addAll(group.components()));
    Deadline limit = Deadline.in(Duration.ofMillis(sequence.stepMillis()));
    ManagedComponents.forEach(all, limit, ManagedComponent::close)
        .forEach(owner -> sequence.addUnfinished(owner + ", in its close()"));
  }

  private static void join(Thread thread, Deadline limit) {
    try {
      thread.join(Math.max(1, limit.remainingMillis()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void sleep() {
    try {
      Thread.sleep(POLL_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
