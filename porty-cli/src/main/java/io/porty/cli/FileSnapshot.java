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
 * The modification times, sizes and file keys of a set of files and directories at one moment. Two
 * snapshots differ if one of the files was changed, replaced, created or deleted in between.
 * Symbolic links are followed, so that pointing one to another file is a change.
 *
 * @param states by path; a missing file has a state of its own
 */
record FileSnapshot(Map<Path, State> states) {

  private static final State MISSING = new State(FileTime.fromMillis(0), -1, "");

  /**
   * The state of one file.
   *
   * @param size bytes; 0 for a directory
   * @param key the file system's identity of the file, usually device and inode
   */
  record State(FileTime changed, long size, String key) {

    static State of(Path file) {
      try {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        // On some file systems a directory's size changes although its entries do not.
        return new State(
            attributes.lastModifiedTime(),
            attributes.isDirectory() ? 0 : attributes.size(),
            String.valueOf(attributes.fileKey()));
      } catch (IOException e) {
        return MISSING;
      }
    }
  }

  static FileSnapshot of(Set<Path> files) {
    Map<Path, State> states = new LinkedHashMap<>();
    files.forEach(file -> states.put(file, State.of(file)));
    return new FileSnapshot(states);
  }

  /** Whether the first file exists. While it is being replaced it may be missing for a moment. */
  boolean firstExists() {
    return states.values().stream().limit(1).noneMatch(MISSING::equals);
  }

  /** Whether a file was modified after a Unix time in milliseconds. */
  boolean isNewerThan(long millis) {
    return states.values().stream().anyMatch(state -> state.changed().toMillis() > millis);
  }

  /** Whether both snapshots are of the same paths, whatever their states. */
  boolean sameFilesAs(FileSnapshot other) {
    return states.keySet().equals(other.states.keySet());
  }
}
