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
 * Does what a running Porty is told by signals, by its admin endpoint, or, with {@code watch =
 * true}, by a change of its file: reads its configuration again, gives way to a successor, opens
 * its logs again, stops.
 */
final class ServerControl implements ProcessControl {

  private static final long LOOK_MILLIS = 500;

  private final Porty porty;
  private final Optional<Path> file;
  private final NewProcess successor;
  private final PrintWriter out;
  private final PrintWriter err;

  ServerControl(Porty porty, StartOptions options, PrintWriter out, PrintWriter err) {
    this.porty = porty;
    this.file = options.configFile();
    this.successor = new NewProcess(porty, options, out);
    this.out = out;
    this.err = err;
  }

  /**
   * @param readAt when the configuration was read at the latest, Unix time in milliseconds: a
   *     change since then, while this Porty was starting, counts
   */
  void begin(long readAt) {
    porty.operatedBy(this);
    Signals.on("HUP", this::reloadAndSay);
    Signals.on("USR2", this::restartAndSay);
    Signals.on("USR1", porty::reopenLogs);
    if (file.isPresent() && porty.watchesConfiguration()) {
      Thread watching = new Thread(() -> watch(readAt), "porty-config");
      watching.setDaemon(true);
      watching.start();
    }
  }

  /** Says on the way what has changed, or why nothing has. */
  @Override
  public synchronized List<String> reload() throws StartException {
    List<String> changes;
    try {
      changes = porty.reload();
    } catch (StartException e) {
      err.println("porty: not reloaded, what runs goes on: " + e.getMessage());
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
      return successor.serve();
    } catch (StartException e) {
      err.println("porty: not restarted, what runs goes on: " + e.getMessage());
      throw e;
    }
  }

  private void restartAndSay() {
    try {
      restart();
    } catch (StartException e) {
      return; // said already
    }
    stop();
  }

  /** The shutdown hook drains. */
  @Override
  public void stop() {
    System.exit(0);
  }

  private void reloadAndSay() {
    try {
      reload();
    } catch (StartException e) {
      // Said already.
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      err.println("porty: not reloaded, what runs goes on: a plugin failed: " + e);
    }
  }

  /** A change counts when the files have then been left alone: they may be written in pieces. */
  private void watch(long readAt) {
    FileSnapshot last = FileSnapshot.of(porty.configurationFiles());
    FileSnapshot served = last.isNewerThan(readAt) ? FileSnapshot.of(Set.of()) : last;
    try {
      while (true) {
        Thread.sleep(LOOK_MILLIS);
        FileSnapshot now = FileSnapshot.of(porty.configurationFiles());
        if (now.hasFirst() && now.equals(last) && !now.equals(served)) {
          reloadAndSay();
          // What it includes may be other files now; a change since that look is noticed next time.
          FileSnapshot after = FileSnapshot.of(porty.configurationFiles());
          served = after.sameFilesAs(now) ? now : after;
        }
        last = now;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
