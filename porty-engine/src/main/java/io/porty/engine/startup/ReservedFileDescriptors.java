package io.porty.engine.startup;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * File descriptors held back for the moment when there is none left: then what has to be said can
 * still be said, though the logging backend, which nobody needed so far, has to open its jars and
 * its configuration first. Thread-safe.
 */
public final class ReservedFileDescriptors implements AutoCloseable {

  private static final int COUNT = 16;

  /** A small file that is always there. */
  private final String file = Path.of(System.getProperty("java.home"), "lib", "jvm.cfg").toString();

  private final List<FileInputStream> held = new ArrayList<>(COUNT);

  public ReservedFileDescriptors() {
    take();
  }

  private void take() {
    try {
      while (held.size() < COUNT) {
        held.add(new FileInputStream(file));
      }
    } catch (IOException e) {
      // As many as there are.
    }
  }

  /** Runs a task that may use them up, and takes new ones. */
  public synchronized void spend(Runnable task) {
    close();
    try {
      task.run();
    } finally {
      take();
    }
  }

  @Override
  public synchronized void close() {
    for (FileInputStream one : held) {
      try {
        one.close();
      } catch (IOException e) {
        // It was only read from, and not even that.
      }
    }
    held.clear();
  }
}
