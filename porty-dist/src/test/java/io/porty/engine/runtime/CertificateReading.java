package io.porty.engine.runtime;

import io.porty.engine.Porty;
import io.porty.engine.config.ConfigLoader;
import io.porty.engine.config.ConfiguredCertificates;
import io.porty.engine.config.Overrides;
import io.porty.engine.config.WatchedFiles;
import io.porty.engine.plugin.PluginLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads the certificates of a configuration, as a start and a reload do. */
final class CertificateReading {

  /**
   * @param watched gets the files that were read
   * @param former the certificates that serve; null at a start
   */
  static ConfiguredCertificates read(
      Path file, WatchedFiles watched, @Nullable ConfiguredCertificates former) throws Exception {
    try (EngineContext context = new EngineContext("test")) {
      PluginLoader plugins = new PluginLoader(Porty.class.getClassLoader());
      ConfigLoader loader =
          new ConfigLoader(
              plugins.load(file.resolveSibling("no-plugins"), List.of()),
              context,
              Map.of(),
              watched,
              former);
      return Objects.requireNonNull(loader.load(file, Overrides.none()).certificates());
    }
  }

  private CertificateReading() {}
}
