package io.porty.engine.tls;

import io.porty.net.diagnostics.Diagnostics;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The thread that looks at certificate files, and does what must not run on an event loop.
 * Thread-safe.
 */
final class CertificateThread implements Executor, AutoCloseable {

  private static final Diagnostics LOG = Diagnostics.of(CertificateThread.class);

  /** How often certificate files are looked at, in seconds. */
  static final int POLL_SECONDS = 10;

  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread made = new Thread(task, "porty-certificates");
            made.setDaemon(true);
            return made;
          });

  /** Runs a task every {@link #POLL_SECONDS}. */
  void poll(Runnable task) {
    thread.scheduleWithFixedDelay(task, POLL_SECONDS, POLL_SECONDS, TimeUnit.SECONDS);
  }

  /**
   * @throws RejectedExecutionException if Porty ends
   */
  @Override
  public void execute(Runnable task) {
    thread.execute(
        () -> {
          try {
            task.run();
          } catch (RuntimeException | LinkageError e) {
            LOG.error("using a certificate failed", e);
          }
        });
  }

  /** When no handshake can begin any more with what was replaced. */
  void later(Runnable task) {
    try {
      thread.schedule(task, POLL_SECONDS, TimeUnit.SECONDS);
    } catch (RejectedExecutionException e) {
      task.run(); // Porty ends
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
