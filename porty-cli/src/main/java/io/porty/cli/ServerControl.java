package io.porty.cli;

import io.porty.engine.Porty;
import io.porty.engine.ProcessControl;
import io.porty.engine.StartException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The operations on a running Porty: reload, hot restart, reopen the logs, stop. They are triggered
 * by signals, by the admin endpoint, and, with {@code watch = true}, by a change of the
 * configuration file. Reloads are serialized; signals arrive on threads of the JVM, admin requests
 * on those of the admin endpoint, file changes on the thread {@code porty-config}.
 */
final class ServerControl implements ProcessControl {

  /** Interval at which the configuration files are polled. */
  private static final long POLL_MILLIS = 500;

  private static final String RELOAD_FAILED =
      "reload failed, the running configuration stays active: ";

  private final Porty porty;
  private final Optional<Path> file;
  private final NewProcess newProcess;
  private final PrintWriter out;
  private final PrintWriter err;

  ServerControl(Porty porty, StartOptions options, PrintWriter out, PrintWriter err) {
    this.porty = porty;
    this.file = options.configFile();
    this.newProcess = new NewProcess(porty, options, out);
    this.out = out;
    this.err = err;
  }

  /**
   * Installs the signal handlers and starts watching the configuration if that is configured.
   *
   * @param readAt Unix time in milliseconds at which reading the configuration began: a change
   *     since then, while Porty was starting, triggers a reload
   */
  void begin(long readAt) {
    porty.setProcessControl(this);
    Signals.on("HUP", this::onReloadRequested);
    Signals.on("USR2", this::onRestartRequested);
    Signals.on("USR1", porty::reopenLogs);
    if (file.isPresent() && porty.watchesConfiguration()) {
      Thread watcher = new Thread(() -> watch(readAt), "porty-config");
      watcher.setDaemon(true);
      watcher.start();
    }
  }

  /** Reloads the configuration and prints what has changed, or why the reload failed. */
  @Override
  public synchronized List<String> reload() throws StartException {
    List<String> changes;
    try {
      changes = porty.reload();
    } catch (StartException e) {
      err.println("porty: " + RELOAD_FAILED + e.getMessage());
      throw e;
    }
    porty.warnings().forEach(warning -> err.println("porty: warning: " + warning));
    out.println("porty: reloaded" + file.map(f -> " " + f).orElse(""));
    changes.forEach(line -> out.println("porty: " + line));
    return changes;
  }

  @Override
  public String restart() throws StartException {
    try {
      return newProcess.startAndHandOver();
    } catch (StartException e) {
      err.println("porty: restart failed, this process continues: " + e.getMessage());
      throw e;
    }
  }

  private void onRestartRequested() {
    try {
      restart();
    } catch (StartException e) {
      return; // reported by restart()
    }
    stop();
  }

  /** Exits; {@link ShutdownHook} drains the connections. */
  @Override
  public void stop() {
    System.exit(0);
  }

  private void onReloadRequested() {
    try {
      reload();
    } catch (StartException e) {
      // Reported by reload().
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      err.println("porty: " + RELOAD_FAILED + "a plugin failed: " + e);
    }
  }

  /** Reloads once changed files stay the same for one poll interval: writing may take a while. */
  private void watch(long readAt) {
    FileSnapshot previous = FileSnapshot.of(porty.configurationFiles());
    FileSnapshot loaded = previous.isNewerThan(readAt) ? FileSnapshot.of(Set.of()) : previous;
    try {
      while (true) {
        Thread.sleep(POLL_MILLIS);
        FileSnapshot current = FileSnapshot.of(porty.configurationFiles());
        if (current.firstExists() && current.equals(previous) && !current.equals(loaded)) {
          onReloadRequested();
          // The new configuration may include other files; take a snapshot of those.
          FileSnapshot after = FileSnapshot.of(porty.configurationFiles());
          loaded = after.sameFilesAs(current) ? current : after;
        }
        previous = current;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
