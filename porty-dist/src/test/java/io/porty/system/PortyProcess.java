package io.porty.system;

import io.porty.fixture.Scratch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** {@code bin/porty start} of the unpacked archive, running. */
final class PortyProcess implements AutoCloseable {

  private final Process process;
  private final Path log;

  private PortyProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /** Starts with a configuration and waits until it says what it listens on. */
  static PortyProcess start(String toml, String... options) {
    return startAt(Installation.home(), toml, options);
  }

  /** As {@link #start}, with so few file descriptors. */
  static PortyProcess startWithDescriptors(int most, String toml) {
    return startAs(
        List.of("sh", "-c", "ulimit -n " + most + " && exec \"$0\" \"$@\""),
        Installation.home(),
        toml);
  }

  /** As {@link #start}, with a variable of the environment. */
  static PortyProcess startWith(String variable, String value, String toml) {
    return startAs(List.of("env", variable + "=" + value), Installation.home(), toml);
  }

  /** As {@link #start}, of the installation in {@code home}. */
  static PortyProcess startAt(Path home, String toml, String... options) {
    return startAs(List.of(), home, toml, options);
  }

  /** As {@link #startAt}, by a command that runs another one. */
  /** As {@link #startAt}, without making an archive of classes: the folder is deleted soon. */
  static PortyProcess startInPassing(Path home, String toml) {
    return startAs(List.of("env", "PORTY_ARCHIVE=off"), home, toml);
  }

  static PortyProcess startAs(List<String> by, Path home, String toml, String... options) {
    try {
      Path config = Scratch.file("porty-it", ".toml");
      Path log = Scratch.file("porty-it", ".log");
      Files.writeString(config, toml);
      List<String> command = new ArrayList<>(by);
      command.addAll(
          List.of(home.resolve("bin/porty").toString(), "start", "--config", config.toString()));
      command.addAll(List.of(options));
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      PortyProcess porty = new PortyProcess(process, log);
      Awaitility.await()
          .atMost(java.time.Duration.ofSeconds(20))
          .until(() -> !process.isAlive() || porty.log().contains(" -> "));
      if (!process.isAlive()) {
        throw new AssertionError(porty.log());
      }
      return porty;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  long pid() {
    return process.pid();
  }

  String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path logFile() {
    return log;
  }

  /** Waits for its end; answers the exit code. */
  int exit(java.time.Duration limit) {
    try {
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new AssertionError("still running after " + limit + ": " + log());
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    return process.exitValue();
  }

  /** Sends TERM and waits; answers the exit code. */
  int terminate() {
    process.destroy();
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        throw new AssertionError("still running 30 s after TERM");
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
