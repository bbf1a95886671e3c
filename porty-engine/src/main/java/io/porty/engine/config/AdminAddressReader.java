package io.porty.engine.config;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Reads of a configuration where its admin endpoint is, and nothing else: for whoever asks a Porty
 * that runs, which has read the file when it was right.
 */
public final class AdminAddressReader {

  /**
   * @return empty if the file has no admin endpoint
   * @throws ConfigException if the file cannot be read, or if there are mistakes and no endpoint in
   *     it that is right
   */
  public static Optional<AdminConfig> at(Path file, Map<String, String> environment)
      throws ConfigException {
    WatchedFiles files = new WatchedFiles();
    String text = ConfigFiles.text(file, files);
    ConfigText source = ConfigText.of(file.toString(), text);
    ConfigReadContext reading = ConfigReadContext.of(source, environment, files);
    ConfigTable table = ConfigFiles.read(file, source, text, reading).table();
    TomlSettings top = new TomlSettings(table, "", new ConfigPosition(source, 0, 0), reading);
    Optional<AdminConfig> admin = AdminConfig.read(new Globals(top, Overrides.none(), reading));
    if (admin.isEmpty() && !reading.problems().isEmpty()) {
      throw new ConfigException(reading.problems());
    }
    return admin;
  }

  private AdminAddressReader() {}
}
