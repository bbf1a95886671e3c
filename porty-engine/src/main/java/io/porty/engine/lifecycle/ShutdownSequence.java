package io.porty.engine.lifecycle;

import io.porty.net.diagnostics.Diagnostics;
import io.porty.net.diagnostics.StackText;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The way out of a Porty, step by step, within a deadline. A step that does not come back is left
 * behind with its thread, and the next one begins: each may take half of the time that is left, so
 * that some is left for those after it. For one thread.
 */
public final class ShutdownSequence {

  private static final Diagnostics LOG = Diagnostics.of(ShutdownSequence.class);

  /** A step gets at least so much, however late it is. */
  private static final long MIN_STEP_MILLIS = 100;

  private final Deadline deadline;
  private final List<String> late = new CopyOnWriteArrayList<>();

  public ShutdownSequence(Deadline deadline) {
    this.deadline = deadline;
  }

  /**
   * Takes a step, and goes on when it is done or late.
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
                LOG.error("while ending {}", name, e);
              } finally {
                done.countDown();
              }
            },
            "porty-end");
    thread.setDaemon(true);
    thread.start();
    if (!await(done)) {
      late(name);
      LOG.warn(
          "{} did not end in time{}",
          name,
          new Diagnostics.Lines(StackText.of(thread.getStackTrace())));
    }
  }

  private boolean await(CountDownLatch done) {
    try {
      return done.await(share(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** What the next step may take, in milliseconds. */
  public long share() {
    return Math.max(MIN_STEP_MILLIS, deadline.millisLeft() / 2);
  }

  /** Something has not come back in time. */
  public void late(String name) {
    late.add(name);
  }

  /** What has not come back in time, for people. */
  public List<String> late() {
    return List.copyOf(late);
  }
}
