package io.porty.net.tls.cert;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Whole files up to a limit. */
class FileBytesTest {

  private static final int MAX = 100_000;

  @TempDir Path folder;

  private final CertificateProblems problems = new CertificateProblems();

  private static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  @Test
  void filesUpToTheLimitAreReadWhole() throws IOException {
    for (int size : new int[] {0, 1, 16_384, 16_385, 99_999, MAX}) {
      Path file = Files.write(folder.resolve("f"), random(size));
      assertThat(FileBytes.read(file, MAX, problems)).isEqualTo(random(size));
    }
    assertThat(problems.list()).isEmpty();
  }

  @Test
  void oneByteMoreIsTooMuch() throws IOException {
    Path file = Files.write(folder.resolve("f"), random(MAX + 1));
    assertThat(FileBytes.read(file, MAX, problems)).isNull();
    assertThat(problems.list())
        .singleElement()
        .matches(p -> p.message().equals("is larger than 100000 bytes"));
  }

  @Test
  @Timeout(20)
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void aPipeHasNoSizeAndIsReadToItsEnd() throws Exception {
    for (int size : new int[] {1, 4096, 70_000, MAX}) {
      assertThat(piped(size)).isEqualTo(random(size));
    }
    assertThat(problems.list()).isEmpty();
    assertThat(piped(MAX + 1)).isNull();
    assertThat(problems.hasErrors()).isTrue();
  }

  private byte[] piped(int size) throws Exception {
    Path pipe = folder.resolve("pipe" + size);
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    Path content = Files.write(folder.resolve("content"), random(size));
    Process writer =
        new ProcessBuilder("sh", "-c", "cat \"$0\" > \"$1\"", content.toString(), pipe.toString())
            .start();
    byte[] read = FileBytes.read(pipe, MAX, problems);
    writer.destroy();
    writer.waitFor();
    return read;
  }

  @Test
  void aFolderAndAMissingFileAreNamed() {
    assertThat(FileBytes.read(folder, MAX, problems)).isNull();
    assertThat(FileBytes.read(folder.resolve("none"), MAX, problems)).isNull();
    assertThat(problems.list())
        .extracting(CertificateProblem::message)
        .containsExactly("is a folder", "does not exist");
  }
}
