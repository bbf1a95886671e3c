package io.porty.engine.tls;

import io.porty.net.diagnostics.Diagnostics;
import io.porty.net.tls.KeyLog;
import io.porty.net.tls.TlsProvider;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Appends the secrets of handshakes to a file that its owner alone may read, for Wireshark (RFC
 * 9850). Written by a thread of its own: a slow disk holds up neither event loops nor certificates.
 */
final class KeyLogFile implements KeyLog, AutoCloseable {

  private static final Diagnostics LOG = Diagnostics.of(KeyLogFile.class);
  private static final String OWNER_ONLY = "rw-------";

  /** Lines that wait for a slow disk; further ones are lost. */
  private static final int MAX_WAITING = 10_000;

  private static final int MAX_CLOSE_SECONDS = 1;

  private final Path file;
  private final OutputStream out;
  private final ExecutorService writer;
  private final AtomicInteger waiting = new AtomicInteger();
  private boolean failed;

  private KeyLogFile(Path file, OutputStream out) {
    this.file = file;
    this.out = out;
    this.writer =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread made = new Thread(task, "porty-keylog");
              made.setDaemon(true);
              return made;
            });
  }

  /**
   * @throws IllegalArgumentException if the provider tells no secrets, or the file cannot be
   *     written; the message has the remedy
   */
  static KeyLogFile open(TlsProvider provider, Path file) {
    if (!provider.logsKeys()) {
      throw new IllegalArgumentException(
          "keylog needs the native provider, and tls_provider is \""
              + provider.name()
              + "\" here\n  Remove keylog, or the reason why the native one does not work: "
              + provider.reason());
    }
    return open(file);
  }

  /**
   * @throws IllegalArgumentException if the file cannot be written; the message has the remedy
   */
  static KeyLogFile open(Path file) {
    try {
      if (Files.notExists(file)) {
        FileAttribute<?> mode =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(OWNER_ONLY));
        Files.createFile(file, mode);
      }
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(OWNER_ONLY));
      OutputStream out =
          Files.newOutputStream(file, StandardOpenOption.APPEND, StandardOpenOption.WRITE);
      return new KeyLogFile(file, out);
    } catch (IOException | UnsupportedOperationException e) {
      throw new IllegalArgumentException(
          "keylog cannot be written: "
              + e
              + "\n  Name a file in a folder of this user, or remove it.");
    }
  }

  @Override
  public void add(byte[] line) {
    if (waiting.incrementAndGet() > MAX_WAITING) {
      waiting.decrementAndGet();
      return;
    }
    try {
      writer.execute(() -> write(line));
    } catch (RejectedExecutionException e) {
      waiting.decrementAndGet(); // Porty ends: its last handshakes are not for reading
    }
  }

  /** In one piece: the process that replaces this one appends to the file, too. */
  private void write(byte[] line) {
    waiting.decrementAndGet();
    byte[] ended = Arrays.copyOf(line, line.length + 1);
    ended[line.length] = '\n';
    try {
      out.write(ended);
    } catch (IOException e) {
      if (!failed) {
        failed = true;
        LOG.warn("keylog {} is not written any more: {}", file, String.valueOf(e.getMessage()));
      }
    }
  }

  /** Lines that wait are still written, unless the disk hangs. */
  @Override
  public void close() {
    writer.shutdown();
    try {
      if (!writer.awaitTermination(MAX_CLOSE_SECONDS, TimeUnit.SECONDS)) {
        writer.shutdownNow();
      }
    } catch (InterruptedException e) {
      writer.shutdownNow();
      Thread.currentThread().interrupt();
    }
    try {
      out.close();
    } catch (IOException e) {
      // Every line was written by itself.
    }
  }
}
