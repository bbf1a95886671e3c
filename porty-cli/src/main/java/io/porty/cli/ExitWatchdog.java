package io.porty.cli;

import io.porty.engine.PluginThreadReport;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Halts the process if its shutdown takes too long. The JVM waits for every shutdown hook, also for
 * those of plugins, without a limit.
 */
final class ExitWatchdog {

  /**
   * Exit code of a halted process: something, usually a plugin, did not finish within its time
   * limit.
   */
  static final int HALTED = 4;

  /** Time limit of the message: standard error may be a pipe whose reader is blocked. */
  private static final long MESSAGE_TIMEOUT_MILLIS = 2_000;

  private final Console console;
  private final AtomicBoolean reported = new AtomicBoolean();

  ExitWatchdog(Console console) {
    this.console = console;
  }

  /** Starts a daemon thread {@code porty-exit} that halts the process after the limit. */
  void haltAfter(Duration limit) {
    Thread thread =
        new Thread(
            () -> {
              try {
                Thread.sleep(limit.toMillis());
              } catch (InterruptedException e) {
                return;
              }
              halt(PluginThreadReport.ofProcess());
            },
            "porty-exit");
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Prints the reasons and ends the process with {@link #HALTED}, without shutdown hooks.
   *
   * @param reasons printed one paragraph each
   */
  void halt(List<String> reasons) {
    Thread reporter = new Thread(() -> report(reasons), "porty-exit-report");
    reporter.setDaemon(true);
    reporter.start();
    try {
      reporter.join(MESSAGE_TIMEOUT_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(HALTED);
  }

  private void report(List<String> reasons) {
    if (reported.compareAndSet(false, true)) {
      reasons.forEach(paragraph -> console.err().println("porty: " + paragraph));
      console.err().println("porty: the shutdown exceeded its time limit; the process is halted");
      console.flushBeforeExit();
    }
  }
}
