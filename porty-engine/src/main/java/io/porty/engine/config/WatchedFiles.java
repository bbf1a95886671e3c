package io.porty.engine.config;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The files and folders that a configuration is read from: a change of any of them may change it.
 * Collected while it is read, mistakes or not. Thread-safe.
 */
public final class WatchedFiles {

  private final Set<Path> paths = new LinkedHashSet<>();

  synchronized void add(Path path) {
    paths.add(path);
  }

  /** In the order in which they were met. */
  public synchronized Set<Path> all() {
    return new LinkedHashSet<>(paths);
  }
}
