package com.example.bluegreen;

import io.porty.api.route.Decision;
import io.porty.api.route.RouteAnswer;
import io.porty.api.route.RouteRequest;
import io.porty.api.route.Router;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows a file. Its folder is watched, because editors and {@code mv} put a new file in the old
 * one's place; and it is looked at every second, because some file systems report nothing. A name
 * that is not known changes nothing.
 */
final class FileSwitch implements Router<RouteRequest> {

  private static final Logger LOG = LoggerFactory.getLogger(FileSwitch.class);

  private final Path file;
  private final Map<String, Decision> releases;
  private final Thread watching = new Thread(this::watch, "blue-green");
  private volatile Decision active = Decision.pass();
  private String name = "";
  private String complaint = "";

  FileSwitch(Path file, Map<String, Decision> releases) {
    this.file = file.toAbsolutePath();
    this.releases = Map.copyOf(releases);
    this.watching.setDaemon(true);
  }

  @Override
  public RouteAnswer route(RouteRequest request) {
    return active;
  }

  /** There has to be an active release from the first request on. */
  @Override
  public void start() throws IOException {
    String first = read();
    if (!releases.containsKey(first)) {
      throw new IOException(
          file + " names \"" + first + "\"; it has to be one of " + releases.keySet());
    }
    use(first);
    watching.start();
  }

  private String read() throws IOException {
    return Files.readString(file).strip();
  }

  private void watch() {
    try (WatchService changes = FileSystems.getDefault().newWatchService()) {
      file.getParent()
          .register(
              changes,
              StandardWatchEventKinds.ENTRY_CREATE,
              StandardWatchEventKinds.ENTRY_MODIFY);
      while (true) {
        WatchKey key = changes.poll(1, TimeUnit.SECONDS);
        if (key != null) {
          key.pollEvents();
          key.reset();
        }
        look();
      }
    } catch (IOException e) {
      LOG.error("{} is not watched any more: {}", file, e.getMessage());
    } catch (InterruptedException e) {
      // Closed.
    }
  }

  private void look() {
    try {
      use(read());
    } catch (IOException e) {
      complain("cannot be read (" + e.getMessage() + ")");
    }
  }

  private void use(String release) {
    Decision decision = releases.get(release);
    if (decision == null) {
      // While the file is being written it may be empty for a moment.
      if (!release.isEmpty()) {
        complain("names \"" + release + "\", which is none of " + releases.keySet());
      }
      return;
    }
    complaint = "";
    if (!release.equals(name)) {
      active = decision;
      LOG.info("active release: {}{}", release, name.isEmpty() ? "" : ", before: " + name);
      name = release;
    }
  }

  /** Once for each kind of trouble. */
  private void complain(String what) {
    if (!what.equals(complaint)) {
      complaint = what;
      LOG.warn("{} {}; {} stays active", file, what, name);
    }
  }

  @Override
  public void close() {
    watching.interrupt();
  }
}
