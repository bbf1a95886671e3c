package io.porty.acme;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Lets one process at a time obtain certificates into a folder: after {@code porty restart} there
 * are two for a while. The system releases it with the process. Not thread-safe.
 */
final class FolderLock implements AutoCloseable {

  private final Path file;
  private @Nullable FileChannel channel;
  private @Nullable FileLock lock;

  FolderLock(Path folder) {
    this.file = folder.resolve("lock");
  }

  /**
   * Takes the lock unless it is held. The file stays open for the next attempt: closing it anywhere
   * in a process releases the lock of the whole process (POSIX).
   *
   * @return whether this process holds it
   * @throws IOException if the file cannot be opened or locked
   */
  boolean acquire() throws IOException {
    if (lock != null) {
      return true;
    }
    FileChannel opened = channel == null || !channel.isOpen() ? PrivateFiles.open(file) : channel;
    channel = opened;
    try {
      lock = opened.tryLock();
    } catch (OverlappingFileLockException e) {
      lock = null; // another source of this process, about to end after a reload
    }
    return lock != null;
  }

  /** Releases it; idempotent. */
  @Override
  public void close() throws IOException {
    if (channel != null) {
      channel.close();
    }
    channel = null;
    lock = null;
  }
}
