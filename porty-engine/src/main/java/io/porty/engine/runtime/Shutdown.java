package io.porty.engine.runtime;

import io.porty.engine.lifecycle.Deadline;
import io.porty.engine.lifecycle.ManagedComponent;
import io.porty.engine.lifecycle.ManagedComponents;
import io.porty.engine.lifecycle.ShutdownSequence;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The end of a generation and of those before it that still have clients, each step within its
 * deadline. Not for event loops.
 */
final class Shutdown {

  private static final long POLL_MILLIS = 20;
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(1);

  private final ActiveConfig current;
  private final DrainingWorkers retiring;
  private final ShutdownSequence ending;

  Shutdown(ActiveConfig current, DrainingWorkers retiring, ShutdownSequence ending) {
    this.current = current;
    this.retiring = retiring;
    this.ending = ending;
  }

  /**
   * Stops accepting, lets what is open come to its end within the drain timeout, and closes the
   * rest.
   *
   * @return how many connections had to be cut
   */
  int drain() {
    Deadline deadline = Deadline.in(current.drainTimeout());
    stopListening();
    current.groups().forEach(ListenerWorker::drain);
    retiring.drain();
    Deadline lives = Deadline.in(Duration.ofMillis(ending.share()));
    Thread living = new Thread(() -> drainLives(lives), "porty-drain");
    living.setDaemon(true);
    living.start();
    while (open() > 0 && !deadline.isOver()) {
      pause();
    }
    join(living, lives);
    int cut = open();
    closeConnections();
    return cut;
  }

  private void stopListening() {
    ending.step("listening", this::stopAccepting);
    for (ActiveConfig.Seated one : current.seated()) {
      one.seat().lateListener().ifPresent(owner -> ending.late(owner + ", in its close()"));
    }
  }

  private void stopAccepting() {
    current.seated().forEach(one -> one.seat().stopAccepting());
  }

  private void drainLives(Deadline limit) {
    ManagedComponents.each(current.lives(), limit, ManagedComponent::drain)
        .forEach(owner -> ending.late(owner + ", in its drain()"));
  }

  private int open() {
    return current.open() + retiring.openWithoutSeat();
  }

  /**
   * Before the loops end: a loop that is told to end does not tell every channel that it closes,
   * and what such a channel's handler holds would never be released.
   */
  private void closeConnections() {
    Deadline last = Deadline.in(CLOSE_LIMIT);
    do {
      current.groups().forEach(ListenerWorker::closeConnections);
      retiring.closeConnections();
      if (open() > 0) {
        pause();
      }
    } while (open() > 0 && !last.isOver());
  }

  /** Ends listeners, connections and modes. */
  void close() {
    ending.step("listening", this::stopAccepting);
    closeConnections();
    ending.step("the modes", () -> current.groups().forEach(ListenerWorker::close));
  }

  /** Ends routers and logs: after the last record is written. */
  void release() {
    List<ListenerWorker> former = retiring.takeAll();
    ending.step("former modes", () -> former.forEach(ListenerWorker::close));
    List<ManagedComponent> all = new ArrayList<>(current.lives());
    former.forEach(group -> all.addAll(group.lives()));
    Deadline limit = Deadline.in(Duration.ofMillis(ending.share()));
    ManagedComponents.each(all, limit, ManagedComponent::close)
        .forEach(owner -> ending.late(owner + ", in its close()"));
  }

  private static void join(Thread thread, Deadline limit) {
    try {
      thread.join(Math.max(1, limit.millisLeft()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(POLL_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
