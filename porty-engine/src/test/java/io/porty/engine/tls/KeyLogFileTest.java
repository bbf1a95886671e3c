package io.porty.engine.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Secrets of handshakes are written by a thread that does nothing else. */
@Timeout(30)
class KeyLogFileTest {

  @TempDir Path folder;

  private static byte[] line(int number) {
    return ("CLIENT_RANDOM " + number).getBytes(StandardCharsets.US_ASCII);
  }

  @Test
  void linesThatWaitAreWrittenBeforeItIsClosed() throws Exception {
    Path file = folder.resolve("keys.log");
    try (KeyLogFile log = KeyLogFile.open(file)) {
      for (int i = 0; i < 500; i++) {
        log.add(line(i));
      }
    }
    assertThat(Files.readAllLines(file))
        .hasSize(500)
        .startsWith("CLIENT_RANDOM 0")
        .endsWith("CLIENT_RANDOM 499");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  /** A pipe that nobody reads is a disk that does not get on. */
  @Test
  void whoAddsALineDoesNotWaitForTheDisk() throws Exception {
    Path pipe = folder.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    // Opened for reading and writing, so that opening it does not wait either.
    try (var reader = new java.io.RandomAccessFile(pipe.toFile(), "rw");
        KeyLogFile log = KeyLogFile.open(pipe)) {
      for (int i = 0; i < 20_000; i++) {
        log.add(line(i));
      }
      assertThat(reader.read()).isEqualTo('C');
    }
  }
}
