package io.porty.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Makes the process call itself porty rather than java, so that {@code pgrep porty} and {@code ss
 * -p} find it. On Linux the name of the first thread is the name of the process (proc(5),
 * /proc/pid/comm); elsewhere nothing happens.
 */
final class ProcessName {

  static void set() {
    Path comm = Path.of("/proc/self/comm");
    if (Files.isWritable(comm)) {
      try {
        Files.writeString(comm, "porty", StandardOpenOption.WRITE);
      } catch (IOException e) {
        // Only the name is lost.
      }
    }
  }

  private ProcessName() {}
}
