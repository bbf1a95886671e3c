package io.porty.engine.config;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Reads only the admin endpoint of a configuration, for commands that send requests to a running
 * Porty: errors elsewhere in the file do not matter to them.
 */
public final class AdminAddressReader {

  /**
   * @return empty if the file has no admin endpoint
   * @throws ConfigException if the file cannot be read, or has errors and no valid endpoint
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
