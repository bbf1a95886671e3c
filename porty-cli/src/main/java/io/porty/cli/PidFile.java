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
 * The file that says which process this is. It is taken from no process that runs, written through
 * no link, and nothing but a pid file is ever overwritten.
 */
final class PidFile {

  /** A number and a line end. */
  private static final int MAX_BYTES = 32;

  private final Path file;

  private PidFile(Path file) {
    this.file = file;
  }

  /**
   * Looks whether it may be written, before anything is listened on; changes nothing.
   *
   * @throws StartException if not, in one sentence
   */
  static PidFile claim(Path wanted) throws StartException {
    Path file = wanted.toAbsolutePath();
    Path folder = file.getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw unusable(file, "its folder does not exist; create it");
    }
    try {
      BasicFileAttributes there =
          Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (!there.isRegularFile()) {
        throw unusable(
            file,
            there.isSymbolicLink()
                ? "it is a link; name the file that it points to"
                : "there is something that is no file");
      }
      if (there.size() > MAX_BYTES || !content(file).matches("\\s*[0-9]*\\s*")) {
        throw unusable(file, "there is a file that holds no process number; name another");
      }
      if (!Files.isWritable(folder) && !Files.isWritable(file)) {
        throw unusable(file, "permission denied; let the user that runs Porty write there");
      }
    } catch (java.nio.file.NoSuchFileException e) {
      if (!Files.isWritable(folder)) {
        throw unusable(file, "permission denied; let the user that runs Porty write there");
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

  /** For reading alone: of whatever is there. */
  static PidFile at(Path file) {
    return new PidFile(file.toAbsolutePath());
  }

  private static StartException unusable(Path file, String why) {
    return new StartException(
        StartException.CONFIGURATION, "--pid-file " + file + " cannot be written: " + why);
  }

  /** The one that this process takes over from goes on until this one serves. */
  private static boolean isPredecessor(ProcessHandle process) {
    return NewProcess.predecessor().isPresent()
        && ProcessHandle.current().parent().map(process::equals).orElse(false);
  }

  Path file() {
    return file;
  }

  /** The Porty that it names, if that runs. */
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

  /** A pid file outlives a crash, and its number may since belong to another program. */
  private static boolean isPorty(ProcessHandle process) {
    try {
      return Files.readString(Path.of("/proc/" + process.pid() + "/comm")).trim().equals("porty");
    } catch (IOException e) {
      return process.info().commandLine().map(c -> c.contains("io.porty.cli.Main")).orElse(true);
    }
  }

  /** Writes the number of this process: whoever finds it may send signals. */
  void write() throws StartException {
    String own = ProcessHandle.current().pid() + "\n";
    Path fresh = file.resolveSibling("." + file.getFileName() + "." + own.trim());
    try {
      if (Files.isWritable(file.resolveSibling("."))) {
        Files.deleteIfExists(fresh);
        Files.writeString(fresh, own, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        readableByAll(fresh);
        Files.move(
            fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
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
      // Windows has none.
    }
  }

  /** A successor has written its own number there. */
  void removeOwn() throws IOException {
    String own = Long.toString(ProcessHandle.current().pid());
    if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && content(file).trim().equals(own)) {
      Files.delete(file);
    }
  }
}
