package io.porty.net.tls.ticket;

import static org.assertj.core.api.Assertions.assertThat;

import io.porty.net.tls.TicketKeys;
import io.porty.net.tls.cert.CertificateProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files with ticket keys, as nginx and HAProxy have them. */
class TicketKeyFilesTest {

  @TempDir Path folder;

  private static byte[] random(int bytes, int seed) {
    byte[] all = new byte[bytes];
    new Random(seed).nextBytes(all);
    return all;
  }

  private Path write(String name, byte[] content, String mode) throws IOException {
    Path file = Files.write(folder.resolve(name), content);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
  }

  private Path write(String name, byte[] content) throws IOException {
    return write(name, content, "rw-------");
  }

  private static String line(byte[] key) {
    return Base64.getEncoder().encodeToString(key) + "\n";
  }

  private static byte[] whole(TicketKeys keys, int index) {
    byte[] all = new byte[TicketKeys.KEY_BYTES];
    for (int part = 0; part < 3; part++) {
      System.arraycopy(keys.part(index, part), 0, all, part * 16, 16);
    }
    return all;
  }

  private static List<String> problems(Path... files) {
    return new TicketKeyFiles(List.of(files))
        .poll().problems().stream().map(CertificateProblem::message).toList();
  }

  @Test
  void rawFilesAndLinesOfBase64KeepTheirOrder() throws Exception {
    byte[] raw = random(48, 1);
    byte[] first = random(48, 2);
    byte[] second = random(48, 3);
    TicketKeyFiles files =
        new TicketKeyFiles(
            List.of(
                write("raw", raw), write("lines", ("\n" + line(first) + line(second)).getBytes())));
    assertThat(files.poll().changed()).isTrue();
    TicketKeys keys = files.keys();
    assertThat(keys.count()).isEqualTo(3);
    assertThat(whole(keys, 0)).isEqualTo(raw);
    assertThat(whole(keys, 1)).isEqualTo(first);
    assertThat(whole(keys, 2)).isEqualTo(second);
    assertThat(files.poll().changed()).as("nothing has changed").isFalse();
  }

  @Test
  void aKeyForAes256CountsWithAllItsBytes() throws Exception {
    byte[] key = random(80, 4);
    TicketKeyFiles files = new TicketKeyFiles(List.of(write("long", key)));
    files.poll();
    byte[] before = whole(files.keys(), 0);
    assertThat(before).startsWith(java.util.Arrays.copyOf(key, 16));
    for (int last : new int[] {47, 79}) {
      byte[] other = key.clone();
      other[last] ^= 1;
      TicketKeyFiles others = new TicketKeyFiles(List.of(write("other", other)));
      others.poll();
      assertThat(whole(others.keys(), 0)).isNotEqualTo(before);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 47, 49, 79, 96})
  void otherLengthsAreMistakesAndNoByteIsShown(int length) throws Exception {
    byte[] content = "S".repeat(length).getBytes();
    List<String> problems = problems(write("bad", content));
    assertThat(problems).singleElement().asString().doesNotContain("SS");
  }

  @Test
  void aMistakeInALineIsNamed() throws Exception {
    Path file = write("lines", (line(random(48, 5)) + "no base64!\n").getBytes());
    assertThat(new TicketKeyFiles(List.of(file)).poll().problems())
        .singleElement()
        .satisfies(one -> assertThat(one.line()).isEqualTo(2));
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rw-----w-"})
  void aFileOfOthersIsAMistake(String mode) throws Exception {
    assertThat(problems(write("open", random(48, 6), mode)))
        .containsExactly("holds ticket keys, and not its owner alone may use it");
  }

  @Test
  void badContentChangesNothingAndIsSaidOnce() throws Exception {
    Path file = write("keys", random(48, 7));
    TicketKeyFiles files = new TicketKeyFiles(List.of(file));
    files.poll();
    TicketKeys before = files.keys();
    Files.write(file, new byte[3]);
    TicketKeyFiles.Update update = files.poll();
    assertThat(update.changed()).isFalse();
    assertThat(update.problems()).hasSize(1);
    assertThat(files.keys()).isSameAs(before);
    assertThat(files.poll().problems()).isEmpty();
    Files.write(file, random(48, 8));
    assertThat(files.poll().changed()).isTrue();
    assertThat(whole(files.keys(), 0)).isEqualTo(random(48, 8));
  }
}
