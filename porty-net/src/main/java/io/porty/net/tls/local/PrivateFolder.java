package io.porty.net.tls.local;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Folders and files that only their owner may read, from the moment they exist. */
final class PrivateFolder {

  private static final Set<StandardOpenOption> NEW_FILE =
      Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

  /** Makes a folder, and those above it, unless it is there. */
  static void create(Path folder) throws IOException {
    Files.createDirectories(folder, mode("rwx------"));
  }

  /** Makes a new folder with a name of its own. */
  static Path temporary(Path parent, String name) throws IOException {
    return Files.createTempDirectory(parent, "." + name + "-", mode("rwx------"));
  }

  /** Writes a new file and waits until it is on the disk. */
  static void write(Path file, byte[] content) throws IOException {
    try (FileChannel out = FileChannel.open(file, NEW_FILE, mode("rw-------"))) {
      ByteBuffer bytes = ByteBuffer.wrap(content);
      while (bytes.hasRemaining()) {
        out.write(bytes);
      }
      out.force(true);
    }
  }

  private static FileAttribute<?>[] mode(String permissions) {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }

  private PrivateFolder() {}
}
