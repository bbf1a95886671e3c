package io.porty.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * What tells one state of some files and folders from another. Links are followed: pointing one to
 * another file is a change.
 *
 * @param states a file that is not there has a state of its own
 */
record FileSnapshot(Map<Path, State> states) {

  private static final State ABSENT = new State(FileTime.fromMillis(0), -1, "");

  record State(FileTime changed, long size, String key) {

    static State of(Path file) {
      try {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        // The size of a folder says nothing, and changes on some file systems without a change.
        return new State(
            attributes.lastModifiedTime(),
            attributes.isDirectory() ? 0 : attributes.size(),
            String.valueOf(attributes.fileKey()));
      } catch (IOException e) {
        return ABSENT;
      }
    }
  }

  static FileSnapshot of(Set<Path> files) {
    Map<Path, State> states = new LinkedHashMap<>();
    files.forEach(file -> states.put(file, State.of(file)));
    return new FileSnapshot(states);
  }

  /** Whether the first is there: one that is missing is about to be replaced. */
  boolean hasFirst() {
    return states.values().stream().limit(1).noneMatch(ABSENT::equals);
  }

  /** Whether one of them has changed since, Unix time in milliseconds. */
  boolean isNewerThan(long millis) {
    return states.values().stream().anyMatch(state -> state.changed().toMillis() > millis);
  }

  boolean sameFilesAs(FileSnapshot other) {
    return states.keySet().equals(other.states.keySet());
  }
}
