package io.porty.cli;

import io.porty.engine.Porty;
import io.porty.engine.StartException;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A new process in place of this one: started with the same command, its output where this one's
 * is; it takes the listening sockets over, and says when it serves.
 */
final class NewProcess {

  /** Tells the new process where this one waits. */
  private static final String MEETING = "PORTY_HANDOVER";

  private final Porty porty;
  private final StartOptions options;
  private final PrintWriter out;

  /** Looked at when this process begins: later its parent may have gone. */
  private final Optional<String> impossible;

  NewProcess(Porty porty, StartOptions options, PrintWriter out) {
    this.porty = porty;
    this.options = options;
    this.out = out;
    this.impossible = predecessor().isPresent() ? Optional.empty() : ProcessTreeCheck.reason();
  }

  /** Where the one before this process waits, if there is one. */
  static Optional<Path> predecessor() {
    return Optional.ofNullable(System.getenv(MEETING)).filter(s -> !s.isEmpty()).map(Path::of);
  }

  /**
   * Returns when the new process serves.
   *
   * @return what has happened, for people
   * @throws StartException if it does not come to that
   */
  synchronized String serve() throws StartException {
    if (impossible.isPresent()) {
      throw new StartException(StartException.FAILED, impossible.get());
    }
    try {
      Path folder = Files.createTempDirectory("porty");
      Path meeting = folder.resolve("handover");
      AtomicReference<@Nullable Process> started = new AtomicReference<>();
      try {
        porty.handOver(
            meeting,
            () -> {
              Process process = start(meeting);
              started.set(process);
              return process::isAlive;
            });
        String done =
            "process "
                + Objects.requireNonNull(started.get()).pid()
                + " serves, process "
                + ProcessHandle.current().pid()
                + " finishes what it has begun";
        out.println("porty: " + done);
        return done;
      } catch (StartException e) {
        // One that is only late would come to serve beside this one.
        Process late = started.get();
        if (late == null) {
          throw e;
        }
        boolean ended = !late.isAlive();
        late.destroy();
        throw ended ? new StartException(StartException.FAILED, why(late, meeting)) : e;
      } finally {
        Files.deleteIfExists(words(meeting));
        Files.deleteIfExists(meeting);
        Files.deleteIfExists(folder);
      }
    } catch (IOException e) {
      throw new StartException(StartException.FAILED, e);
    }
  }

  /** Where a new process leaves its last words. */
  private static Path words(Path meeting) {
    return meeting.resolveSibling(meeting.getFileName() + ".why");
  }

  private static String why(Process ended, Path meeting) throws IOException {
    Path words = words(meeting);
    return Files.exists(words)
        ? "the new process has ended: " + Files.readString(words)
        : "the new process has ended with exit code " + ended.exitValue() + "; its output says why";
  }

  /** In the new process: it does not come to serve, and the one before it is to know why. */
  static void tellWhy(String message) {
    predecessor()
        .ifPresent(
            meeting -> {
              try {
                Files.writeString(words(meeting), message);
              } catch (IOException e) {
                // It is on standard error, too.
              }
            });
  }

  private Process start(Path meeting) throws IOException {
    List<String> command = new ArrayList<>(Relaunch.command());
    command.addAll(options.again());
    if (options.pidFile != null) {
      command.add("--pid-file=" + options.pidFile.toAbsolutePath());
    }
    ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
    // As it was named: a link in it may point to another version by now.
    File folder = new File(System.getProperty("user.dir"));
    if (folder.isDirectory()) {
      builder.directory(folder).environment().put("PWD", folder.getPath());
    }
    builder.environment().put(MEETING, meeting.toString());
    builder.environment().keySet().removeAll(List.of("LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES"));
    return builder.start();
  }
}
