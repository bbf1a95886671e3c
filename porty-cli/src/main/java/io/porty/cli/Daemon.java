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
 * {@code --daemon}: starts the same command again in a session of its own, without a terminal, its
 * output in the log file; and returns only when that process has bound its ports (it then writes
 * its pid file) or has failed (its words are shown).
 */
final class Daemon {

  private static final long POLL_MILLIS = 20;
  private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(60);

  private static final int MAX_SHOWN_BYTES = 64 * 1024;

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

  /** Opening a pipe would wait until somebody reads. */
  private static void checkLog(Path file) throws StartException {
    Path folder = file.getParent();
    String why = "";
    if (folder == null || !Files.isDirectory(folder)) {
      why = "its folder does not exist; create it";
    } else if (Files.exists(file) && !Files.isRegularFile(file) && !isDevice(file)) {
      why = "there is something that is no file; name another";
    } else if (!Files.isWritable(Files.exists(file) ? file : folder)) {
      why = "permission denied; let the user that runs Porty write there";
    }
    if (!why.isEmpty()) {
      throw new StartException(
          StartException.CONFIGURATION, "--log-file " + file + " cannot be written: " + why);
    }
  }

  private static boolean isDevice(Path file) {
    return file.toString().equals("/dev/null");
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

  /** What the process has said, the end of it if that is much. */
  private static String written(Path logFile, long from) throws IOException {
    try (SeekableByteChannel log = Files.newByteChannel(logFile)) {
      long begin = Math.max(Math.min(from, log.size()), log.size() - MAX_SHOWN_BYTES);
      ByteBuffer words = ByteBuffer.allocate(MAX_SHOWN_BYTES);
      log.position(begin);
      while (words.hasRemaining() && log.read(words) > 0) {
        continue;
      }
      return StandardCharsets.UTF_8.decode(words.flip()).toString();
    }
  }
}
