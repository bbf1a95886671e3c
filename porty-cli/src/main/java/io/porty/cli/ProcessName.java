package io.porty.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Sets the name of the process to {@code porty} instead of {@code java}, so that {@code pgrep
 * porty} and {@code ss -p} find it. On Linux that is the name of the main thread (proc(5),
 * /proc/pid/comm); on other systems this does nothing.
 */
final class ProcessName {

  static void set() {
    Path comm = Path.of("/proc/self/comm");
    if (Files.isWritable(comm)) {
      try {
        Files.writeString(comm, "porty", StandardOpenOption.WRITE);
      } catch (IOException e) {
        // The name is cosmetic.
      }
    }
  }

  private ProcessName() {}
}
