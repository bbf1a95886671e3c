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
 * The successor process of a hot restart: started with the same command and the same standard
 * output and error. It receives the listening sockets over a Unix domain socket, the rendezvous
 * socket, and this process may exit when it reports that it serves.
 */
final class NewProcess {

  /** Environment variable that passes the path of the rendezvous socket to the new process. */
  private static final String RENDEZVOUS_VARIABLE = "PORTY_HANDOVER";

  private final Porty porty;
  private final StartOptions options;
  private final PrintWriter out;

  /** Why no restart is possible. Determined at start, while the parent process still exists. */
  private final Optional<String> obstacle;

  NewProcess(Porty porty, StartOptions options, PrintWriter out) {
    this.porty = porty;
    this.options = options;
    this.out = out;
    this.obstacle = predecessor().isPresent() ? Optional.empty() : ProcessTreeCheck.reason();
  }

  /** The rendezvous socket of the process that this one replaces, if it replaces one. */
  static Optional<Path> predecessor() {
    return Optional.ofNullable(System.getenv(RENDEZVOUS_VARIABLE))
        .filter(s -> !s.isEmpty())
        .map(Path::of);
  }

  /**
   * Starts the new process and waits until it serves.
   *
   * @return a message for the user
   * @throws StartException if the new process does not get to serve; this one continues
   */
  synchronized String startAndHandOver() throws StartException {
    if (obstacle.isPresent()) {
      throw new StartException(StartException.FAILED, obstacle.get());
    }
    try {
      Path folder = Files.createTempDirectory("porty");
      Path rendezvous = folder.resolve("handover");
      AtomicReference<@Nullable Process> started = new AtomicReference<>();
      try {
        porty.handOver(
            rendezvous,
            () -> {
              Process process = start(rendezvous);
              started.set(process);
              return process::isAlive;
            });
        String message =
            "process "
                + Objects.requireNonNull(started.get()).pid()
                + " serves, process "
                + ProcessHandle.current().pid()
                + " finishes its open requests";
        out.println("porty: " + message);
        return message;
      } catch (StartException e) {
        // A process that is only slow must not start to serve beside this one.
        Process process = started.get();
        if (process == null) {
          throw e;
        }
        boolean exited = !process.isAlive();
        process.destroy();
        throw exited ? new StartException(StartException.FAILED, reason(process, rendezvous)) : e;
      } finally {
        Files.deleteIfExists(errorFile(rendezvous));
        Files.deleteIfExists(rendezvous);
        Files.deleteIfExists(folder);
      }
    } catch (IOException e) {
      throw new StartException(StartException.FAILED, e);
    }
  }

  /** The file in which a new process that fails leaves its error message. */
  private static Path errorFile(Path rendezvous) {
    return rendezvous.resolveSibling(rendezvous.getFileName() + ".why");
  }

  private static String reason(Process exited, Path rendezvous) throws IOException {
    Path file = errorFile(rendezvous);
    return Files.exists(file)
        ? "the new process has ended: " + Files.readString(file)
        : "the new process has ended with exit code "
            + exited.exitValue()
            + "; see its output for the reason";
  }

  /** Called in a new process that fails to start: passes the reason to its predecessor. */
  static void reportFailureToPredecessor(String message) {
    predecessor()
        .ifPresent(
            rendezvous -> {
              try {
                Files.writeString(errorFile(rendezvous), message);
              } catch (IOException e) {
                // The message is also on standard error.
              }
            });
  }

  private Process start(Path rendezvous) throws IOException {
    List<String> command = new ArrayList<>(Relaunch.command());
    command.addAll(options.relaunchArguments());
    if (options.pidFile != null) {
      command.add("--pid-file=" + options.pidFile.toAbsolutePath());
    }
    ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
    // The unresolved path: a symbolic link in it may by now point to a newer version.
    File folder = new File(System.getProperty("user.dir"));
    if (folder.isDirectory()) {
      builder.directory(folder).environment().put("PWD", folder.getPath());
    }
    builder.environment().put(RENDEZVOUS_VARIABLE, rendezvous.toString());
    builder.environment().keySet().removeAll(List.of("LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES"));
    return builder.start();
  }
}
