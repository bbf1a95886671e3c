package io.porty.acme;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Lets one process at a time obtain certificates into a folder: after {@code porty restart} there
 * are two for a while. The system releases it with the process. For one thread.
 */
final class FolderLock implements AutoCloseable {

  private final Path file;
  private @Nullable FileChannel channel;
  private @Nullable FileLock lock;

  FolderLock(Path folder) {
    this.file = folder.resolve("lock");
  }

  /**
   * Takes the lock unless it is held.
   *
   * @return whether this process holds it
   * @throws IOException if the file cannot be opened
   */
  boolean acquire() throws IOException {
    if (lock != null) {
      return true;
    }
    FileChannel opened = PrivateFiles.open(file);
    try {
      lock = opened.tryLock();
    } catch (OverlappingFileLockException e) {
      lock = null; // another source of this process, about to be closed after a reload
    } catch (IOException e) {
      opened.close();
      throw e;
    }
    if (lock == null) {
      opened.close();
      return false;
    }
    channel = opened;
    return true;
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
