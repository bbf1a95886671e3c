package io.porty.engine.plugin;

import io.porty.api.plugin.ApiLevel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/** What a plugin's jar says of itself, and whether this Porty can run it. */
final class PluginManifest {

  static final String LEVEL = "Porty-Api-Level";
  static final String VERSION = "Porty-Plugin-Version";

  /** The plugin's version, if its API level fits. */
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

  /** Whether a jar names a plugin class. */
  static boolean hasEntry(Path jar) throws PluginException {
    try (JarFile file = new JarFile(jar.toFile())) {
      return file.getEntry(PluginLoader.SERVICE_FILE) != null;
    } catch (IOException e) {
      throw new PluginException(jar + ": is not a readable jar: " + e.getMessage());
    }
  }

  private PluginManifest() {}
}
