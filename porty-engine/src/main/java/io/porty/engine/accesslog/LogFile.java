package io.porty.engine.accesslog;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Checks whether a path can be the file of a log: a regular file or a character device such as
 * {@code /dev/null}. Opening a named pipe would block a start or reload until it is read.
 */
final class LogFile {

  // File type bits, see inode(7).
  private static final int TYPE = 0170000;
  private static final int PIPE = 0010000;
  private static final int CHARACTER_DEVICE = 0020000;

  /** Why the file cannot be written, with the remedy; creates nothing. */
  static Optional<String> problem(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      return Optional.of("its directory does not exist; create it");
    }
    if (Files.isDirectory(file)) {
      return Optional.of("it is a directory; name a file in it");
    }
    if (Files.exists(file) && !Files.isRegularFile(file) && type(file) != CHARACTER_DEVICE) {
      return Optional.of(
          type(file) == PIPE
              ? "it is a pipe, and opening it would block without a reader; use \"stdout\" or a file"
              : "it is not a regular file; name one");
    }
    boolean writable =
        Files.exists(file) ? Files.isWritable(file) : Files.isWritable(folder) || isLink(file);
    return writable
        ? Optional.empty()
        : Optional.of("permission denied; give the user that runs Porty write access");
  }

  /** A symbolic link may point to a file that does not exist yet, in another directory. */
  private static boolean isLink(Path file) {
    return Files.isSymbolicLink(file);
  }

  private static int type(Path file) {
    try {
      return (int) Files.getAttribute(file, "unix:mode") & TYPE;
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      return 0;
    }
  }

  private LogFile() {}
}
