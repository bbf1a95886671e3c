package io.porty.cli;

import io.porty.engine.StartException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Options that select a running Porty: by its pid file, or by the admin endpoint of its
 * configuration.
 */
final class RunningOption {

  @Mixin private ConfigOption config = new ConfigOption();

  @Option(
      names = "--pid-file",
      paramLabel = "FILE",
      description =
          "File that --pid-file or --daemon has written; default: ./porty.pid, else the admin endpoint")
  private @Nullable Path pidFile;

  /**
   * The process of the pid file; empty if none is given and {@code ./porty.pid} does not exist or
   * is stale.
   *
   * @throws StartException if the given pid file names no running Porty
   */
  Optional<ProcessHandle> process() throws StartException {
    Path file = pidFile == null ? Path.of("porty.pid") : pidFile;
    if (pidFile == null && !Files.exists(file)) {
      return Optional.empty();
    }
    Optional<ProcessHandle> running = PidFile.at(file).running();
    if (running.isEmpty() && pidFile != null) {
      throw new StartException(
          StartException.FAILED,
          "not running: "
              + file
              + (Files.exists(file) ? " names no running Porty" : " does not exist"));
    }
    return running;
  }

  /**
   * A client for the admin endpoint of the configuration.
   *
   * @throws StartException if there is no configuration, or none with an admin endpoint
   */
  AdminClient admin() throws StartException {
    if (config.file().isEmpty()) {
      throw new StartException(
          StartException.FAILED,
          "no running Porty found: there is no ./porty.pid and no configuration with an admin endpoint\n  Use --pid-file FILE or --config FILE.");
    }
    return AdminClient.of(config);
  }
}
