package io.porty.cli;

import io.porty.engine.PortyOptions;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * {@code --config} for the commands that only look, and for those that ask the Porty that runs with
 * it.
 */
final class ConfigOption {

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description =
          "Configuration; without it ./config.toml, then conf/porty.toml of the installation")
  private @Nullable Path config;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help")
  private boolean help;

  Optional<Path> file() {
    return config != null ? Optional.of(config) : Home.config();
  }

  PortyOptions engineOptions() {
    return new PortyOptions(file(), Home.plugins(), Map.of());
  }
}
