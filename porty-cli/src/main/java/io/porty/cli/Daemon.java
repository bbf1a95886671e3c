package io.porty.cli;

import io.porty.engine.Preview;
import io.porty.engine.StartException;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * {@code --daemon}: starts the same command again in a session of its own, without a terminal, its
 * output in the log file; and returns only when that process has bound its ports (it then writes
 * its pid file) or has failed (its words are shown).
 */
final class Daemon {

  private static final long POLL_MILLIS = 20;
  private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(60);

  private final StartOptions options;
  private final PrintWriter out;
  private final PrintWriter err;

  Daemon(StartOptions options, PrintWriter out, PrintWriter err) {
    this.options = options;
    this.out = out;
    this.err = err;
  }

  int start() throws StartException, IOException, InterruptedException {
    Preview.check(options.engineOptions());
    Path pidFile =
        (options.pidFile == null ? Path.of("porty.pid") : options.pidFile).toAbsolutePath();
    Path logFile =
        (options.logFile == null ? Path.of("porty.log") : options.logFile).toAbsolutePath();
    if (isRunning(pidFile)) {
      err.println(
          "porty: already running as process "
              + Files.readString(pidFile).trim()
              + " ("
              + pidFile
              + ")");
      return StartException.FAILED;
    }
    Files.deleteIfExists(pidFile);
    long logged = Files.exists(logFile) ? Files.size(logFile) : 0;
    Process child = launch(pidFile, logFile);
    long deadline = System.nanoTime() + LIMIT_NANOS;
    while (child.isAlive() && !Files.exists(pidFile) && System.nanoTime() < deadline) {
      Thread.sleep(POLL_MILLIS);
    }
    if (Files.exists(pidFile) && child.isAlive()) {
      out.println(
          "porty: running in the background as process "
              + child.pid()
              + ", log "
              + logFile
              + ", pid file "
              + pidFile);
      return 0;
    }
    boolean late = child.isAlive();
    if (late) {
      child.destroy();
    }
    err.print(written(logFile, logged));
    err.println(
        late ? "porty: did not start within a minute" : "porty: did not start; see " + logFile);
    return late
        ? StartException.FAILED
        : child.exitValue() == 0 ? StartException.FAILED : child.exitValue();
  }

  private static boolean isRunning(Path pidFile) throws IOException {
    if (!Files.exists(pidFile)) {
      return false;
    }
    String pid = Files.readString(pidFile).trim();
    return pid.matches("[0-9]{1,10}")
        && ProcessHandle.of(Long.parseLong(pid))
            .filter(ProcessHandle::isAlive)
            .filter(Daemon::isPorty)
            .isPresent();
  }

  /** A pid file outlives a crash, and its number may since belong to another program. */
  private static boolean isPorty(ProcessHandle process) {
    try {
      return Files.readString(Path.of("/proc/" + process.pid() + "/comm")).trim().equals("porty");
    } catch (IOException e) {
      return process.info().commandLine().map(c -> c.contains("io.porty.cli.Main")).orElse(true);
    }
  }

  private Process launch(Path pidFile, Path logFile) throws IOException {
    List<String> command = new ArrayList<>();
    onPath("setsid").ifPresent(command::add);
    command.addAll(Relaunch.command());
    command.addAll(options.again());
    command.add("--pid-file=" + pidFile);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.redirectInput(new File("/dev/null").exists() ? new File("/dev/null") : new File("NUL"));
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(logFile.toFile()));
    return builder.start();
  }

  private static Optional<String> onPath(String program) {
    for (String folder :
        Optional.ofNullable(System.getenv("PATH")).orElse("").split(File.pathSeparator)) {
      Path file = Path.of(folder.isEmpty() ? "." : folder, program);
      if (Files.isExecutable(file)) {
        return Optional.of(file.toString());
      }
    }
    return Optional.empty();
  }

  private static String written(Path logFile, long from) throws IOException {
    byte[] all = Files.readAllBytes(logFile);
    return new String(
        all,
        (int) Math.min(from, all.length),
        (int) Math.max(0, all.length - from),
        java.nio.charset.StandardCharsets.UTF_8);
  }
}
