package io.porty.cli;

import io.porty.engine.StartException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Which running Porty is meant: that of a pid file, or that of the admin endpoint of a
 * configuration.
 */
final class RunningOption {

  @Mixin private ConfigOption config = new ConfigOption();

  @Option(
      names = "--pid-file",
      paramLabel = "FILE",
      description =
          "The file that --pid-file or --daemon has written; without it ./porty.pid, then the admin endpoint")
  private @Nullable Path pidFile;

  /** The process that a pid file names; empty if there is no pid file to go by. */
  Optional<ProcessHandle> process() throws StartException {
    Path file = pidFile == null ? Path.of("porty.pid") : pidFile;
    if (pidFile == null && !Files.exists(file)) {
      return Optional.empty();
    }
    Optional<ProcessHandle> running = PidFile.at(file).running();
    if (running.isEmpty() && pidFile != null) {
      throw new StartException(
          StartException.FAILED,
          "not running: " + file + (Files.exists(file) ? " names no Porty" : " does not exist"));
    }
    return running;
  }

  AdminClient admin() throws StartException {
    if (config.file().isEmpty()) {
      throw new StartException(
          StartException.FAILED,
          "not running, as far as one can tell: there is no ./porty.pid and no configuration with an admin endpoint\n  Say --pid-file FILE or --config FILE.");
    }
    return AdminClient.of(config);
  }
}
