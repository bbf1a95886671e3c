package io.porty.cli;

import io.porty.engine.PluginThreadReport;
import io.porty.engine.Porty;
import io.porty.engine.ShutdownReport;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Shuts a serving process down. The drain runs in a shutdown hook of the JVM, whatever triggers the
 * exit; a second INT or TERM ends the process without waiting for it.
 */
final class ShutdownHook {

  /** Exit code of a process that a signal ends: this plus the signal's number. */
  private static final int SIGNAL_EXIT_BASE = 128;

  /** Time beyond Porty's own limit: shutdown hooks of plugins, a blocked standard output. */
  private static final Duration HALT_DELAY = Duration.ofSeconds(2);

  private static final int INT = 2;
  private static final int TERM = 15;

  private final Porty porty;
  private final @Nullable PidFile pidFile;
  private final Console console;
  private final AtomicBoolean stopping = new AtomicBoolean();

  ShutdownHook(Porty porty, @Nullable PidFile pidFile, Console console) {
    this.porty = porty;
    this.pidFile = pidFile;
    this.console = console;
  }

  /** Registers the shutdown hook and the handlers of TERM and INT. */
  void begin() {
    Runtime.getRuntime().addShutdownHook(new Thread(this::drain, "porty-stop"));
    Signals.on("TERM", () -> signal(TERM));
    Signals.on("INT", () -> signal(INT));
  }

  private void signal(int number) {
    if (stopping.compareAndSet(false, true)) {
      System.exit(SIGNAL_EXIT_BASE + number);
    }
    console.out().println("porty: second signal, exiting immediately");
    removePidFile();
    console.flushBeforeExit();
    Runtime.getRuntime().halt(SIGNAL_EXIT_BASE + number);
  }

  private void drain() {
    stopping.set(true);
    console.beginShutdown();
    ExitWatchdog watchdog = new ExitWatchdog(console);
    watchdog.haltAfter(porty.stopLimit().plus(HALT_DELAY));
    PluginThreadReport.exits().forEach(line -> console.err().println("porty: " + line));
    int open = porty.openConnections();
    if (open > 0) {
      console.out().println("porty: stopping, waiting for " + open + " open connections");
    }
    ShutdownReport report = porty.shutDown();
    int cut = report.cut();
    console
        .out()
        .println(
            cut == 0
                ? "porty: stopped"
                : "porty: stopped, " + cut + " connections were closed before they had finished");
    removePidFile();
    console.flushBeforeExit();
    if (!report.late().isEmpty()) {
      List<String> reasons = new ArrayList<>(PluginThreadReport.ofPorty());
      reasons.add("did not stop within the time limit: " + String.join("; ", report.late()));
      watchdog.halt(reasons);
    }
  }

  private void removePidFile() {
    if (pidFile != null) {
      try {
        pidFile.removeOwn();
      } catch (IOException e) {
        console.err().println("porty: cannot remove " + pidFile.file() + ": " + e.getMessage());
      }
    }
  }
}
