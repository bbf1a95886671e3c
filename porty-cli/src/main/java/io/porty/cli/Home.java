package io.porty.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The installation directory. The launcher passes it in the system property {@code porty.home}. */
final class Home {

  /** The directory; empty if this process was not started by the launcher. */
  static Optional<Path> folder() {
    return Optional.ofNullable(System.getProperty("porty.home")).map(Path::of);
  }

  /** The directory {@code plugins/} of the installation; it need not exist. */
  static Path plugins() {
    return folder().orElse(Path.of(".")).resolve("plugins");
  }

  /** {@code ./config.toml}, else {@code conf/porty.toml} of the installation, if one exists. */
  static Optional<Path> config() {
    Path local = Path.of("config.toml");
    if (Files.exists(local)) {
      return Optional.of(local);
    }
    return folder().map(home -> home.resolve("conf").resolve("porty.toml")).filter(Files::exists);
  }

  private Home() {}
}
