package io.porty.cli;

import io.porty.engine.PortyOptions;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Mixin;

/** Which running Porty is meant: the one whose configuration this is. */
final class AdminOptions {

  @Mixin private ConfigOption config = new ConfigOption();

  Optional<Path> file() {
    return config.file();
  }

  PortyOptions engineOptions() {
    return config.engineOptions();
  }
}
