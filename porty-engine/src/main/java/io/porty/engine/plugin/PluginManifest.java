package io.porty.engine.plugin;

import io.porty.api.plugin.ApiLevel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/** Reads the manifest of a plugin's jar and checks that this Porty can run it. */
final class PluginManifest {

  static final String LEVEL = "Porty-Api-Level";
  static final String VERSION = "Porty-Plugin-Version";

  /**
   * The plugin's version.
   *
   * @throws PluginException if the manifest is incomplete or the API level does not match
   */
  static String version(Path jar) throws PluginException {
    try (JarFile file = new JarFile(jar.toFile())) {
      if (file.stream().anyMatch(e -> e.getName().startsWith("io/porty/api/"))) {
        throw new PluginException(
            jar
                + ": contains io/porty/api/; declare porty-api with scope provided, so that Porty's own is used");
      }
      Manifest manifest = file.getManifest();
      Attributes main = manifest == null ? new Attributes() : manifest.getMainAttributes();
      String level = main.getValue(LEVEL);
      String version = main.getValue(VERSION);
      if (level == null || version == null) {
        throw new PluginException(
            jar
                + ": its manifest lacks "
                + (level == null ? LEVEL : VERSION)
                + "; add "
                + LEVEL
                + ": "
                + ApiLevel.current()
                + " and "
                + VERSION
                + " to it");
      }
      if (!level.trim().equals(Integer.toString(ApiLevel.current()))) {
        throw new PluginException(
            jar
                + ": was built for plugin API level "
                + level.trim()
                + ", this Porty has level "
                + ApiLevel.current()
                + "; use a build of the plugin for this level");
      }
      return version.trim();
    } catch (IOException e) {
      throw new PluginException(jar + ": is not a readable jar: " + e.getMessage());
    }
  }

  /** Whether a jar has a service file that names a plugin class. */
  static boolean hasServiceFile(Path jar) throws PluginException {
    try (JarFile file = new JarFile(jar.toFile())) {
      return file.getEntry(PluginLoader.SERVICE_FILE) != null;
    } catch (IOException e) {
      throw new PluginException(jar + ": is not a readable jar: " + e.getMessage());
    }
  }

  private PluginManifest() {}
}
