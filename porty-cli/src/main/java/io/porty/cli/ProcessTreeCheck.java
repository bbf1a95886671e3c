package io.porty.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * Whether everything ends with this process, so that no successor could take over: as process 1 of
 * a container, or as the one child that a small process 1 waits for.
 */
final class ProcessTreeCheck {

  /** These go on when a child of theirs ends. */
  private static final Set<String> STAYING =
      Set.of("systemd", "init", "launchd", "runit", "s6-svscan");

  private static final int SESSION_COLUMN = 3;

  /** Why there can be no successor, and what to do instead. */
  static Optional<String> reason() {
    ProcessHandle self = ProcessHandle.current();
    if (self.pid() == 1) {
      return Optional.of(
          "this is process 1 of its container, which would end with it; reload instead, or start a new container");
    }
    boolean managed = System.getenv("NOTIFY_SOCKET") != null;
    boolean childOfFirst = self.parent().map(parent -> parent.pid() == 1).orElse(false);
    if (managed || !childOfFirst || STAYING.contains(first()) || leadsSession(self.pid())) {
      return Optional.empty();
    }
    return Optional.of(
        "process 1 of the container, \""
            + first()
            + "\", waits for this process, and the container would end with it; reload instead, or start a new container");
  }

  private static String first() {
    try {
      return Files.readString(Path.of("/proc/1/comm")).trim();
    } catch (IOException e) {
      return "init";
    }
  }

  /** As one that was sent to the background: nobody waits for it. */
  private static boolean leadsSession(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc/self/stat"));
      String[] columns = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      return columns[SESSION_COLUMN].equals(Long.toString(pid));
    } catch (IOException e) {
      return true;
    }
  }

  private ProcessTreeCheck() {}
}
