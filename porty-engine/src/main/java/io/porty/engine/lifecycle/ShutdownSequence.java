package io.porty.engine.lifecycle;

import io.porty.net.diagnostics.Diagnostics;
import io.porty.net.diagnostics.StackText;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Runs the steps of a shutdown within a deadline. Each step runs on a thread of its own and gets
 * half of the remaining time, so that some is left for the steps after it; one that exceeds its
 * limit is abandoned. For a single thread.
 */
public final class ShutdownSequence {

  private static final Diagnostics LOG = Diagnostics.of(ShutdownSequence.class);

  /** Minimum time of a step, even after the deadline. */
  private static final long MIN_STEP_MILLIS = 100;

  private final Deadline deadline;
  private final List<String> unfinished = new CopyOnWriteArrayList<>();

  public ShutdownSequence(Deadline deadline) {
    this.deadline = deadline;
  }

  /**
   * Runs a step; returns when it has finished or exceeded its time limit.
   *
   * @param name for messages: {@code the event loops}
   */
  public void step(String name, Runnable step) {
    CountDownLatch done = new CountDownLatch(1);
    Thread thread =
        new Thread(
            () -> {
              try {
                step.run();
              } catch (RuntimeException | LinkageError | StackOverflowError e) {
                LOG.error("failed to stop {}", name, e);
              } finally {
                done.countDown();
              }
            },
            "porty-end");
    thread.setDaemon(true);
    thread.start();
    if (!await(done)) {
      addUnfinished(name);
      LOG.warn(
          "{} did not stop within the time limit{}",
          name,
          new Diagnostics.Lines(StackText.of(thread.getStackTrace())));
    }
  }

  private boolean await(CountDownLatch done) {
    try {
      return done.await(stepMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** The time limit of the next step, in milliseconds. */
  public long stepMillis() {
    return Math.max(MIN_STEP_MILLIS, deadline.remainingMillis() / 2);
  }

  /** Records something that did not stop within its time limit. */
  public void addUnfinished(String name) {
    unfinished.add(name);
  }

  /** What did not stop within its time limit, for messages. */
  public List<String> unfinished() {
    return List.copyOf(unfinished);
  }
}
