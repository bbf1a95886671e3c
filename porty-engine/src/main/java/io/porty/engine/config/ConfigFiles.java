package io.porty.engine.config;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.PatternSyntaxException;

/**
 * Reads a configuration file and the files that it includes into one table. A key that two files
 * set is an error, and so is a file without any key.
 */
final class ConfigFiles {

  /** Maximum size of all files together; a hundred thousand routes take 10 MiB. */
  static final int MAX_BYTES = 32 * 1024 * 1024;

  static final int MAX_FILES = 1_000;

  /** Maximum depth of nested includes. */
  static final int MAX_DEPTH = 8;

  private static final String WILDCARDS = "*?[{";

  private final ConfigReadContext reading;
  private final ConfigTable all = new ConfigTable();

  /** The position of the include of each file, by its real path. */
  private final Map<Path, ConfigPosition> seen = new HashMap<>();

  private int bytesLeft = MAX_BYTES;
  private boolean broken;

  private ConfigFiles(ConfigReadContext reading) {
    this.reading = reading;
  }

  /** The text of the main file. */
  static String text(Path main, WatchedFiles files) throws ConfigException {
    try {
      files.add(main);
      return ConfigText.withoutMark(RegularFile.read(main, MAX_BYTES));
    } catch (RegularFile.Unreadable e) {
      boolean missing = "no such file".equals(e.getMessage());
      throw new ConfigException(
          main
              + ": "
              + e.getMessage()
              + "\n  "
              + (missing
                  ? "Write one with: porty generate-config > " + main.getFileName()
                  : e.remedy()));
    }
  }

  static TomlReader.Result read(
      Path main, ConfigText source, String text, ConfigReadContext reading) {
    ConfigFiles files = new ConfigFiles(reading);
    files.reading.files().add(main);
    files.seen.put(real(main), new ConfigPosition(source, 0, 0));
    files.take(main, source, text, 0);
    return new TomlReader.Result(files.all, files.broken);
  }

  private void take(Path file, ConfigText source, String text, int depth) {
    bytesLeft -= text.length();
    reading.room().text(text.length());
    TomlReader.Result result = TomlReader.read(source, text, reading.problems());
    broken |= result.broken();
    if (result.table().isEmpty() && !result.broken()) {
      reading
          .problems()
          .add(
              new ConfigPosition(source, 0, 0),
              "",
              "has no key, so it says nothing",
              "Write a route into it, as porty generate-config shows, or remove the file.");
    }
    TomlSettings settings =
        new TomlSettings(result.table(), "", new ConfigPosition(source, 0, 0), reading);
    List<String> patterns = settings.find(GlobalKeys.INCLUDE).orElse(List.of());
    ConfigPosition place = settings.place(GlobalKeys.INCLUDE);
    result.table().remove(GlobalKeys.INCLUDE.name());
    all.join(result.table(), "", reading.problems());
    for (String pattern : patterns) {
      for (Path included : find(file, pattern, place)) {
        include(included, place, depth + 1);
      }
    }
  }

  private void include(Path file, ConfigPosition from, int depth) {
    ConfigPosition before = seen.putIfAbsent(real(file), from);
    if (before != null) {
      mistake(
          from,
          "names "
              + file
              + ", which is read already"
              + (before.line() == 0 ? "" : ", for " + before.seenFrom(from.text())),
          "Include each file once, and none from within itself.");
      return;
    }
    if (depth > MAX_DEPTH) {
      mistake(from, "is more than " + MAX_DEPTH + " files deep", "Include it from further up.");
      return;
    }
    if (seen.size() > MAX_FILES) {
      if (seen.size() == MAX_FILES + 1) {
        mistake(from, "names more than " + MAX_FILES + " files", "Put several into one.");
      }
      return;
    }
    reading.files().add(file);
    try {
      String text = ConfigText.withoutMark(RegularFile.read(file, Math.max(0, bytesLeft)));
      take(file, ConfigText.of(file.toString(), text), text, depth);
    } catch (RegularFile.Unreadable e) {
      mistake(from, "names " + file + ": " + e.getMessage(), e.remedy());
    }
  }

  /** Sorted by name. */
  private List<Path> find(Path including, String pattern, ConfigPosition place) {
    try {
      Path path = including.resolveSibling(pattern);
      Path name = path.getFileName();
      Path folder = path.getParent();
      if (name == null || hasWildcard(folder == null ? "" : folder.toString())) {
        mistake(
            place,
            "is \"" + pattern + "\"",
            "Name a file, with * only in its name: include = \"conf.d/*.toml\".");
        return List.of();
      }
      if (!hasWildcard(name.toString())) {
        return List.of(path);
      }
      return matching(folder == null ? Path.of("") : folder, name.toString(), place);
    } catch (InvalidPathException e) {
      mistake(place, "is no path: " + e.getReason(), "Name a file.");
      return List.of();
    }
  }

  private List<Path> matching(Path folder, String pattern, ConfigPosition place) {
    reading.files().add(folder);
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, pattern)) {
      for (Path file : files) {
        // Editors and package managers hide temporary files with a leading dot.
        if (!file.getFileName().toString().startsWith(".")) {
          found.add(file);
        }
        if (found.size() > MAX_FILES) {
          break;
        }
      }
    } catch (PatternSyntaxException e) {
      mistake(place, "is \"" + pattern + "\"", "Name files with * and ?: \"conf.d/*.toml\".");
    } catch (IOException e) {
      mistake(
          place,
          "names the folder " + folder + ", which cannot be read: " + e.getClass().getSimpleName(),
          "Does it exist, and may the user that runs Porty read it?");
    }
    found.sort(null);
    return found;
  }

  private static boolean hasWildcard(String text) {
    return text.chars().anyMatch(c -> WILDCARDS.indexOf(c) >= 0);
  }

  /** Resolves symbolic links, so that a file is read once whatever its name. */
  private static Path real(Path file) {
    try {
      return file.toRealPath();
    } catch (IOException e) {
      return file.toAbsolutePath().normalize();
    }
  }

  private void mistake(ConfigPosition place, String message, String remedy) {
    reading.problems().add(place, GlobalKeys.INCLUDE.name(), message, remedy);
  }
}
