package io.porty.engine.plugin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Lists the directory {@code plugins/}. Each subdirectory is one plugin with all jars in it, and
 * each jar directly in the directory is a plugin.
 */
final class PluginFolder {

  /**
   * The files of one plugin.
   *
   * @param path the folder or the single jar
   * @param jars its jars, sorted by name
   * @param onDemand the certificate sources that it is loaded for; if empty it is loaded at once
   */
  record Entry(Path path, List<Path> jars, List<String> onDemand) {}

  /**
   * A file in the folder of a plugin that has nothing but certificate sources: their names, one a
   * line. The plugin is then loaded when a configuration names one of them.
   */
  static final String ON_DEMAND = "certificate-sources";

  static List<Entry> list(Path folder) throws PluginException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> children = Files.list(folder)) {
      List<Entry> found = new java.util.ArrayList<>();
      for (Path child : children.sorted().toList()) {
        if (child.getFileName().toString().startsWith(".")) {
          continue;
        }
        if (Files.isDirectory(child)) {
          found.add(new Entry(child, jarsIn(child), onDemand(child)));
        } else if (isJar(child)) {
          found.add(new Entry(child, List.of(child), List.of()));
        }
      }
      return found;
    } catch (IOException e) {
      throw new PluginException(folder + ": cannot be read: " + e.getMessage());
    }
  }

  private static List<String> onDemand(Path folder) throws IOException {
    Path file = folder.resolve(ON_DEMAND);
    return Files.isRegularFile(file)
        ? Files.readAllLines(file).stream().map(String::strip).filter(l -> !l.isEmpty()).toList()
        : List.of();
  }

  private static List<Path> jarsIn(Path folder) throws IOException, PluginException {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> jars = files.filter(PluginFolder::isJar).sorted().toList();
      if (jars.isEmpty()) {
        throw new PluginException(
            folder
                + ": is a plugin directory without a jar; put the plugin's jars into it or remove it");
      }
      return jars;
    }
  }

  private static boolean isJar(Path file) {
    return file.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(".jar");
  }

  private PluginFolder() {}
}
