package io.porty.cli;

import io.porty.engine.ConfigInspector;
import io.porty.engine.StartException;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * {@code --daemon}: starts the same command in a session of its own, without a terminal and with
 * its output in the log file. Returns when that process has bound its ports, which its pid file
 * shows, or has failed, in which case its output is printed.
 */
final class Daemon {

  private static final long POLL_MILLIS = 20;
  private static final long START_TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(60);

  /** How much of a failed start's output is printed. */
  private static final int MAX_PRINTED_BYTES = 64 * 1024;

  private final StartOptions options;
  private final PrintWriter out;
  private final PrintWriter err;

  Daemon(StartOptions options, PrintWriter out, PrintWriter err) {
    this.options = options;
    this.out = out;
    this.err = err;
  }

  int start() throws StartException, IOException, InterruptedException {
    PidFile pid = PidFile.claim(options.pidFile == null ? Path.of("porty.pid") : options.pidFile);
    Path pidFile = pid.file();
    Path logFile =
        (options.logFile == null ? Path.of("porty.log") : options.logFile).toAbsolutePath();
    checkLog(logFile);
    ConfigInspector.check(options.engineOptions());
    Files.deleteIfExists(pidFile);
    long logStart = Files.exists(logFile) ? Files.size(logFile) : 0;
    Process child = launch(pidFile, logFile);
    long deadline = System.nanoTime() + START_TIMEOUT_NANOS;
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
      Long port = options.listenPort();
      if (options.tls && port != null && port > 0) {
        LocalHttps.lines(port).forEach(out::println);
      }
      return 0;
    }
    boolean timedOut = child.isAlive();
    if (timedOut) {
      child.destroy();
    }
    err.print(logTail(logFile, logStart));
    err.println(
        timedOut ? "porty: did not start within 60 s" : "porty: did not start; see " + logFile);
    return timedOut
        ? StartException.FAILED
        : child.exitValue() == 0 ? StartException.FAILED : child.exitValue();
  }

  /** Accepts regular files and {@code /dev/null}: opening a named pipe blocks until it is read. */
  private static void checkLog(Path file) throws StartException {
    Path folder = file.getParent();
    String reason = "";
    if (folder == null || !Files.isDirectory(folder)) {
      reason = "its directory does not exist; create it";
    } else if (Files.exists(file) && !Files.isRegularFile(file) && !isNullDevice(file)) {
      reason = "it is not a regular file; name another";
    } else if (!Files.isWritable(Files.exists(file) ? file : folder)) {
      reason = "permission denied; give the user that runs Porty write access";
    }
    if (!reason.isEmpty()) {
      throw new StartException(
          StartException.CONFIGURATION, "--log-file " + file + " cannot be written: " + reason);
    }
  }

  private static boolean isNullDevice(Path file) {
    return file.toString().equals("/dev/null");
  }

  private Process launch(Path pidFile, Path logFile) throws IOException {
    List<String> command = new ArrayList<>();
    findOnPath("setsid").ifPresent(command::add);
    command.addAll(Relaunch.command());
    command.addAll(options.relaunchArguments());
    command.add("--pid-file=" + pidFile);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.redirectInput(new File("/dev/null").exists() ? new File("/dev/null") : new File("NUL"));
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(logFile.toFile()));
    return builder.start();
  }

  private static Optional<String> findOnPath(String program) {
    for (String folder :
        Optional.ofNullable(System.getenv("PATH")).orElse("").split(File.pathSeparator)) {
      Path file = Path.of(folder.isEmpty() ? "." : folder, program);
      if (Files.isExecutable(file)) {
        return Optional.of(file.toString());
      }
    }
    return Optional.empty();
  }

  /** The log from an offset on, at most its last {@link #MAX_PRINTED_BYTES}. */
  private static String logTail(Path logFile, long offset) throws IOException {
    try (SeekableByteChannel log = Files.newByteChannel(logFile)) {
      long begin = Math.max(Math.min(offset, log.size()), log.size() - MAX_PRINTED_BYTES);
      ByteBuffer tail = ByteBuffer.allocate(MAX_PRINTED_BYTES);
      log.position(begin);
      while (tail.hasRemaining() && log.read(tail) > 0) {
        continue;
      }
      return StandardCharsets.UTF_8.decode(tail.flip()).toString();
    }
  }
}
