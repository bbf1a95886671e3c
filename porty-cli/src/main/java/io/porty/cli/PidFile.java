package io.porty.cli;

import io.porty.engine.StartException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/**
 * The file that holds the id of the running process. It is never taken over from a running Porty
 * (except by its successor in a restart), never written through a symbolic link, and overwrites
 * only a file that is empty or holds a number.
 */
final class PidFile {

  /** Larger than any process id with a line end; a longer file is not a pid file. */
  private static final int MAX_BYTES = 32;

  private final Path file;

  private PidFile(Path file) {
    this.file = file;
  }

  /**
   * Checks that the file may be written, before Porty binds its listeners. Changes nothing.
   *
   * @throws StartException if it must not or cannot be written, or if its process is running
   */
  static PidFile claim(Path path) throws StartException {
    Path file = path.toAbsolutePath();
    Path folder = file.getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw unusable(file, "its directory does not exist; create it");
    }
    try {
      BasicFileAttributes existing =
          Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (!existing.isRegularFile()) {
        throw unusable(
            file,
            existing.isSymbolicLink()
                ? "it is a symbolic link; name the file that it points to"
                : "it is not a regular file; name another");
      }
      if (existing.size() > MAX_BYTES || !content(file).matches("\\s*[0-9]*\\s*")) {
        throw unusable(file, "the file exists and holds no process id; name another");
      }
      if (!Files.isWritable(folder) && !Files.isWritable(file)) {
        throw unusable(file, "permission denied; give the user that runs Porty write access");
      }
    } catch (java.nio.file.NoSuchFileException e) {
      if (!Files.isWritable(folder)) {
        throw unusable(file, "permission denied; give the user that runs Porty write access");
      }
    } catch (IOException e) {
      throw unusable(file, String.valueOf(e.getMessage()));
    }
    PidFile claimed = new PidFile(file);
    Optional<ProcessHandle> running = claimed.running();
    if (running.isPresent() && !isPredecessor(running.get())) {
      throw new StartException(
          StartException.FAILED,
          "already running as process " + running.get().pid() + " (" + file + ")");
    }
    return claimed;
  }

  /** The file at a path, for reading only; nothing is checked. */
  static PidFile at(Path file) {
    return new PidFile(file.toAbsolutePath());
  }

  private static StartException unusable(Path file, String reason) {
    return new StartException(
        StartException.CONFIGURATION, "--pid-file " + file + " cannot be written: " + reason);
  }

  /** Whether a process is the one that this process replaces in a restart: its parent. */
  private static boolean isPredecessor(ProcessHandle process) {
    return NewProcess.predecessor().isPresent()
        && ProcessHandle.current().parent().map(process::equals).orElse(false);
  }

  Path file() {
    return file;
  }

  /** The process whose id the file holds, if it is a running Porty. */
  Optional<ProcessHandle> running() {
    try {
      if (!Files.isRegularFile(file) || Files.size(file) > MAX_BYTES) {
        return Optional.empty();
      }
      String pid = content(file).trim();
      return pid.matches("[0-9]{1,10}")
          ? ProcessHandle.of(Long.parseLong(pid))
              .filter(ProcessHandle::isAlive)
              .filter(PidFile::isPorty)
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static String content(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.ISO_8859_1);
  }

  /** After a crash the pid file remains, and its number may by now belong to another program. */
  private static boolean isPorty(ProcessHandle process) {
    try {
      return Files.readString(Path.of("/proc/" + process.pid() + "/comm")).trim().equals("porty");
    } catch (IOException e) {
      return process.info().commandLine().map(c -> c.contains("io.porty.cli.Main")).orElse(true);
    }
  }

  /**
   * Writes the id of this process: atomically by a rename, or in place where only the file itself
   * is writable.
   */
  void write() throws StartException {
    String own = ProcessHandle.current().pid() + "\n";
    Path temporary = file.resolveSibling("." + file.getFileName() + "." + own.trim());
    try {
      if (Files.isWritable(file.resolveSibling("."))) {
        Files.deleteIfExists(temporary);
        Files.writeString(temporary, own, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        readableByAll(temporary);
        Files.move(
            temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } else {
        Files.write(
            file,
            own.getBytes(StandardCharsets.US_ASCII),
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING);
      }
    } catch (IOException e) {
      throw new StartException(
          StartException.FAILED, "--pid-file " + file + " cannot be written: " + e.getMessage());
    }
  }

  private static void readableByAll(Path file) throws IOException {
    try {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    } catch (UnsupportedOperationException e) {
      // Windows has no POSIX permissions.
    }
  }

  /** Deletes the file unless a successor process has written its own id to it. */
  void removeOwn() throws IOException {
    String own = Long.toString(ProcessHandle.current().pid());
    if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && content(file).trim().equals(own)) {
      Files.delete(file);
    }
  }
}
