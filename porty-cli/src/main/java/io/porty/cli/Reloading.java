package io.porty.cli;

import io.porty.engine.Porty;
import io.porty.engine.StartException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads the configuration again when told by HUP, or, with {@code watch = true}, when the file
 * changes.
 */
final class Reloading {

  private static final long LOOK_MILLIS = 500;

  private final Porty porty;
  private final Optional<Path> file;
  private final PrintWriter out;
  private final PrintWriter err;

  Reloading(Porty porty, Optional<Path> file, PrintWriter out, PrintWriter err) {
    this.porty = porty;
    this.file = file;
    this.out = out;
    this.err = err;
  }

  void begin() {
    Signals.on("HUP", this::reload);
    Signals.on("USR1", porty::reopenLogs);
    if (file.isPresent() && porty.watchesConfiguration()) {
      Thread watching = new Thread(() -> watch(file.get()), "porty-config");
      watching.setDaemon(true);
      watching.start();
    }
  }

  private synchronized void reload() {
    List<String> before = porty.describe();
    try {
      porty.reload();
    } catch (StartException e) {
      err.println("porty: not reloaded, what runs goes on: " + e.getMessage());
      return;
    }
    porty.warnings().forEach(warning -> err.println("porty: warning: " + warning));
    List<String> after = porty.describe();
    out.println("porty: reloaded" + file.map(f -> " " + f).orElse(""));
    List<String> gone = new ArrayList<>(before);
    gone.removeAll(after);
    gone.forEach(line -> out.println("porty: - " + line));
    List<String> fresh = new ArrayList<>(after);
    fresh.removeAll(before);
    fresh.forEach(line -> out.println("porty: + " + line));
  }

  /** What tells one state of the file from another; a file that is not there has none. */
  private record State(FileTime changed, long size, Object key) {
    static Optional<State> of(Path file) {
      try {
        var attributes =
            Files.readAttributes(file, java.nio.file.attribute.BasicFileAttributes.class);
        return Optional.of(
            new State(
                attributes.lastModifiedTime(),
                attributes.size(),
                String.valueOf(attributes.fileKey())));
      } catch (IOException e) {
        return Optional.empty();
      }
    }
  }

  /** A change counts when the file has then been left alone: it may be written in pieces. */
  private void watch(Path watched) {
    Optional<State> served = State.of(watched);
    Optional<State> last = served;
    try {
      while (true) {
        Thread.sleep(LOOK_MILLIS);
        Optional<State> now = State.of(watched);
        if (now.isPresent() && now.equals(last) && !now.equals(served)) {
          served = now;
          reload();
        }
        last = now;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
