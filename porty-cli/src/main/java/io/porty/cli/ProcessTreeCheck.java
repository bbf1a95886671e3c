package io.porty.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * Detects containers that end with this process, so that no successor could take over: this process
 * is process 1, or the only child of a minimal init such as tini, which exits with it.
 */
final class ProcessTreeCheck {

  /** Names of init programs that keep running when a child of theirs exits. */
  private static final Set<String> PERSISTENT_INITS =
      Set.of("systemd", "init", "launchd", "runit", "s6-svscan");

  /** Index of the session id among the fields of /proc/pid/stat after the command (proc(5)). */
  private static final int SESSION_COLUMN = 3;

  /** Why no successor can take over, with the remedy; empty if one can. */
  static Optional<String> reason() {
    ProcessHandle self = ProcessHandle.current();
    if (self.pid() == 1) {
      return Optional.of(
          "this is process 1 of its container, and the container would end with it; reload instead, or start a new container");
    }
    boolean managed = System.getenv("NOTIFY_SOCKET") != null;
    boolean childOfFirst = self.parent().map(parent -> parent.pid() == 1).orElse(false);
    if (managed
        || !childOfFirst
        || PERSISTENT_INITS.contains(initName())
        || leadsSession(self.pid())) {
      return Optional.empty();
    }
    return Optional.of(
        "process 1 of the container, \""
            + initName()
            + "\", waits for this process, and the container would end with it; reload instead, or start a new container");
  }

  private static String initName() {
    try {
      return Files.readString(Path.of("/proc/1/comm")).trim();
    } catch (IOException e) {
      return "init";
    }
  }

  /** Whether the process leads a session, as a daemon does: no parent then waits for it. */
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
