package io.porty.net.tls.local;

import java.nio.file.Path;
import java.util.Map;

/** Where Porty keeps what belongs to a user (XDG Base Directory Specification). */
public final class DataFolder {

  /**
   * {@code $XDG_DATA_HOME/porty}, else {@code ~/.local/share/porty}.
   *
   * @param environment of the process
   * @param home the user's folder
   */
  public static Path of(Map<String, String> environment, Path home) {
    String data = environment.getOrDefault("XDG_DATA_HOME", "");
    // The specification has relative paths ignored.
    Path base =
        !data.isEmpty() && Path.of(data).isAbsolute()
            ? Path.of(data)
            : home.resolve(".local").resolve("share");
    return base.resolve("porty");
  }

  private DataFolder() {}
}
