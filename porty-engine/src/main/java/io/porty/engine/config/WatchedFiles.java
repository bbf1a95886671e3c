package io.porty.engine.config;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The files and directories that a configuration is read from, to detect changes. Collected while
 * it is read, also if it has errors. Thread-safe.
 */
public final class WatchedFiles {

  private final Set<Path> paths = new LinkedHashSet<>();

  synchronized void add(Path path) {
    paths.add(path);
  }

  /** In the order of reading. */
  public synchronized Set<Path> all() {
    return new LinkedHashSet<>(paths);
  }
}
