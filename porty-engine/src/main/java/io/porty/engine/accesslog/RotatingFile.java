package io.porty.engine.accesslog;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.function.Supplier;

/**
 * A file that is rotated by size or age: {@code a.log} is renamed to {@code a.log.1}, that to
 * {@code a.log.2}, and so on; files beyond the number to keep are deleted. The bytes of one write
 * call stay in one file. For the log's thread.
 */
final class RotatingFile extends OutputStream {

  private final Path file;
  private final Supplier<LogRotation> rotations;
  private OutputStream out;

  /** The resolved path: if the log is a symbolic link, its target is rotated, not the link. */
  private Path real;

  private long size;
  private long openedNanos;

  RotatingFile(Path file, Supplier<LogRotation> rotations) throws IOException {
    this.file = file;
    this.real = file;
    this.rotations = rotations;
    this.out = open();
  }

  private OutputStream open() throws IOException {
    OutputStream opened =
        Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    real = file.toRealPath();
    size = Files.size(real);
    openedNanos = System.nanoTime();
    return opened;
  }

  @Override
  public void write(byte[] bytes, int from, int count) throws IOException {
    if (isDue(count)) {
      rotate();
    }
    out.write(bytes, from, count);
    size += count;
  }

  private boolean isDue(int count) {
    LogRotation rotation = rotations.get();
    boolean tooLarge = rotation.bytes() > 0 && size > 0 && size + count > rotation.bytes();
    boolean tooOld =
        !rotation.every().isZero()
            && size > 0
            && System.nanoTime() - openedNanos >= rotation.every().toNanos();
    // Do not rotate a device, or a file that another program has already moved away.
    return (tooLarge || tooOld) && Files.isRegularFile(real);
  }

  private void rotate() throws IOException {
    int keep = rotations.get().keep();
    out.close();
    try {
      Files.deleteIfExists(numbered(keep));
      for (int i = keep - 1; i >= 0; i--) {
        Path from = i == 0 ? real : numbered(i);
        if (Files.exists(from)) {
          Files.move(from, numbered(i + 1), StandardCopyOption.REPLACE_EXISTING);
        }
      }
    } finally {
      out = open();
    }
  }

  /** Opens the file again by its name, after another program has moved it. */
  void reopen() throws IOException {
    OutputStream previous = out;
    out = open();
    previous.close();
  }

  private Path numbered(int number) {
    return real.resolveSibling(real.getFileName() + "." + number);
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
