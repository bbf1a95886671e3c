package io.porty.cli;

import io.porty.engine.PluginThreadReport;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Sees to it that a process which is about to end does end, whatever holds it: the JVM waits for
 * every shutdown hook, those of plugins too, without a limit.
 */
final class ExitWatch {

  /**
   * The exit code of a process that had to be halted, because something, mostly a plugin, did not
   * come back in time.
   */
  static final int HALTED = 4;

  /** Standard error may be a pipe that nobody reads. */
  private static final long SAY_MILLIS = 2_000;

  private final Console console;
  private final AtomicBoolean said = new AtomicBoolean();

  ExitWatch(Console console) {
    this.console = console;
  }

  /** Halts the process when so much time has passed, in the background. */
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
   * Ends the process at once.
   *
   * @param why a paragraph each
   */
  void halt(List<String> why) {
    Thread saying = new Thread(() -> say(why), "porty-exit-words");
    saying.setDaemon(true);
    saying.start();
    try {
      saying.join(SAY_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(HALTED);
  }

  private void say(List<String> why) {
    if (said.compareAndSet(false, true)) {
      why.forEach(paragraph -> console.err().println("porty: " + paragraph));
      console.err().println("porty: not everything came to its end in time; the process is halted");
      console.lastWords();
    }
  }
}
