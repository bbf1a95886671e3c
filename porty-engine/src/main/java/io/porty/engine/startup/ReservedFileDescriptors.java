package io.porty.engine.startup;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Open file descriptors that can be freed when the process has run out of them. The first log
 * message loads the logging backend, which opens jars and its configuration; without a reserve, the
 * exhaustion could not be logged. Thread-safe.
 */
public final class ReservedFileDescriptors implements AutoCloseable {

  private static final int COUNT = 16;

  /** A small file that always exists. */
  private final String file = Path.of(System.getProperty("java.home"), "lib", "jvm.cfg").toString();

  private final List<FileInputStream> reserved = new ArrayList<>(COUNT);

  public ReservedFileDescriptors() {
    reserve();
  }

  private void reserve() {
    try {
      while (reserved.size() < COUNT) {
        reserved.add(new FileInputStream(file));
      }
    } catch (IOException e) {
      // Reserve as many as are available.
    }
  }

  /** Frees the descriptors, runs a task that may need them, and reserves them again. */
  public synchronized void runWithReserve(Runnable task) {
    close();
    try {
      task.run();
    } finally {
      reserve();
    }
  }

  @Override
  public synchronized void close() {
    for (FileInputStream stream : reserved) {
      try {
        stream.close();
      } catch (IOException e) {
        // Nothing was written to it.
      }
    }
    reserved.clear();
  }
}
