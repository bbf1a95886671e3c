package io.porty.engine.accesslog;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What may be a file of a log: an ordinary file, or a device such as {@code /dev/null}. Opening a
 * pipe waits until somebody reads, which a start or a reload cannot.
 */
final class LogFile {

  // Of inode(7).
  private static final int TYPE = 0170000;
  private static final int PIPE = 0010000;
  private static final int CHARACTER_DEVICE = 0020000;

  /** Why it cannot be written, and what to do; creates nothing. */
  static Optional<String> problem(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      return Optional.of("its directory does not exist; create it");
    }
    if (Files.isDirectory(file)) {
      return Optional.of("it is a folder; name a file in it");
    }
    if (Files.exists(file) && !Files.isRegularFile(file) && type(file) != CHARACTER_DEVICE) {
      return Optional.of(
          type(file) == PIPE
              ? "it is a pipe, which would have to wait for a reader; use \"stdout\", or a file"
              : "it is no file; name one");
    }
    boolean writable =
        Files.exists(file) ? Files.isWritable(file) : Files.isWritable(folder) || isLink(file);
    return writable
        ? Optional.empty()
        : Optional.of("permission denied; give the user that runs Porty write access");
  }

  /** One that points to a file that does not exist yet, maybe in another folder. */
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
