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
 * The end of a process that serves. It drains in a shutdown hook of the JVM, whoever ends it; a
 * second INT or TERM does not wait for that.
 */
final class ShutdownHook {

  /** A process that a signal ends has this and the signal's number as its exit code. */
  private static final int BY_SIGNAL = 128;

  /** Beyond what Porty itself may take: shutdown hooks of plugins, standard output that is full. */
  private static final Duration HALT_AFTER = Duration.ofSeconds(2);

  private static final int INT = 2;
  private static final int TERM = 15;

  private final Porty porty;
  private final @Nullable PidFile pidFile;
  private final Console console;
  private final AtomicBoolean told = new AtomicBoolean();

  ShutdownHook(Porty porty, @Nullable PidFile pidFile, Console console) {
    this.porty = porty;
    this.pidFile = pidFile;
    this.console = console;
  }

  void begin() {
    Runtime.getRuntime().addShutdownHook(new Thread(this::drain, "porty-stop"));
    Signals.on("TERM", () -> signal(TERM));
    Signals.on("INT", () -> signal(INT));
  }

  private void signal(int number) {
    if (told.compareAndSet(false, true)) {
      System.exit(BY_SIGNAL + number);
    }
    console.out().println("porty: told again, ending at once");
    removePidFile();
    console.lastWords();
    Runtime.getRuntime().halt(BY_SIGNAL + number);
  }

  private void drain() {
    told.set(true);
    console.end();
    ExitWatch watch = new ExitWatch(console);
    watch.haltAfter(porty.stopLimit().plus(HALT_AFTER));
    PluginThreadReport.exits().forEach(line -> console.err().println("porty: " + line));
    int open = porty.openConnections();
    if (open > 0) {
      console.out().println("porty: stopping, " + open + " connections may finish");
    }
    ShutdownReport stopped = porty.shutDown();
    int cut = stopped.cut();
    console
        .out()
        .println(cut == 0 ? "porty: stopped" : "porty: stopped, " + cut + " connections were cut");
    removePidFile();
    console.lastWords();
    if (!stopped.late().isEmpty()) {
      List<String> why = new ArrayList<>(PluginThreadReport.ofPorty());
      why.add("did not end in time: " + String.join("; ", stopped.late()));
      watch.halt(why);
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
