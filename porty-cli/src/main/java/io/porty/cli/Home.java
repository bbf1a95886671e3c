package io.porty.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where this Porty is installed; the launcher says so in the system property {@code porty.home}.
 */
final class Home {

  static Optional<Path> folder() {
    return Optional.ofNullable(System.getProperty("porty.home")).map(Path::of);
  }

  /** {@code plugins/} of the installation; a folder that does not exist if there is none. */
  static Path plugins() {
    return folder().orElse(Path.of(".")).resolve("plugins");
  }

  /** The first of {@code ./config.toml} and {@code conf/porty.toml} of the installation. */
  static Optional<Path> config() {
    Path here = Path.of("config.toml");
    if (Files.exists(here)) {
      return Optional.of(here);
    }
    return folder().map(home -> home.resolve("conf").resolve("porty.toml")).filter(Files::exists);
  }

  private Home() {}
}
