package io.porty.cli;

import io.porty.engine.PortyOptions;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The option {@code --config}, for the commands that read a configuration without serving it and
 * for those that send a request to the Porty that runs with it.
 */
final class ConfigOption {

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description =
          "Configuration file; default: ./config.toml, else conf/porty.toml of the installation")
  private @Nullable Path config;

  @Mixin private HelpOption help = new HelpOption();

  /** The file that is given, else the first default that exists; empty if there is none. */
  Optional<Path> file() {
    return config != null ? Optional.of(config) : Home.config();
  }

  PortyOptions engineOptions() {
    return new PortyOptions(file(), Home.plugins(), Map.of());
  }
}
