package io.porty.engine.accesslog;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.function.Supplier;

/**
 * A file that is appended to until it is large or old enough, and then begun anew: {@code a.log}
 * becomes {@code a.log.1}, that {@code a.log.2}, and so on; what is beyond the number to keep is
 * deleted. Nothing is rotated in the middle of what one call writes. For the log's thread.
 */
final class RotatingFile extends OutputStream {

  private final Path file;
  private final Supplier<LogRotation> rotations;
  private OutputStream out;

  /** What the name leads to: of a log that is a link, the file is rotated and not the link. */
  private Path real;

  private long size;
  private long begunNanos;

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
    begunNanos = System.nanoTime();
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

  private boolean isDue(int more) {
    LogRotation rotation = rotations.get();
    boolean large = rotation.bytes() > 0 && size > 0 && size + more > rotation.bytes();
    boolean old =
        !rotation.every().isZero()
            && size > 0
            && System.nanoTime() - begunNanos >= rotation.every().toNanos();
    // A device is not moved away, nor is what somebody else has taken away already.
    return (large || old) && Files.isRegularFile(real);
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

  /** Goes on in the file of this name as it is now: another program may have moved the old one. */
  void reopen() throws IOException {
    OutputStream before = out;
    out = open();
    before.close();
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
