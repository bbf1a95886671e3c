package io.porty.net.tls.cert;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Blocks of PEM, text around them, and what is wrong with them. */
class PemReaderTest {

  private static final String BLOCK =
      """
      -----BEGIN CERTIFICATE-----
      AQID
      BAU=
      -----END CERTIFICATE-----
      """;

  private final CertificateProblems problems = new CertificateProblems();

  private List<PemBlock> read(String text) {
    return PemReader.read("f.pem", text.getBytes(US_ASCII), problems);
  }

  @Test
  void textAroundBlocksIsSkipped() {
    List<PemBlock> blocks = read("subject=CN = x\n\n" + BLOCK + "Bag Attributes\n" + BLOCK);
    assertThat(blocks).extracting(PemBlock::line).containsExactly(3, 8);
    assertThat(blocks.get(1).der()).containsExactly(1, 2, 3, 4, 5);
    assertThat(problems.list()).isEmpty();
  }

  @Test
  void lineEndsOfWindowsAndSpacesDoNotMatter() {
    String text = BLOCK.replace("\n", " \t\r\n");
    assertThat(read(text)).singleElement().matches(b -> b.der().length == 5);
    assertThat(read(BLOCK.strip())).hasSize(1);
  }

  /** Editors of Windows begin a file with it. */
  @Test
  void aByteOrderMarkIsSkipped() {
    byte[] marked = ("\u00ef\u00bb\u00bf" + BLOCK).getBytes(ISO_8859_1);
    assertThat(PemReader.read("f.pem", marked, problems))
        .singleElement()
        .matches(b -> b.line() == 1);
    assertThat(PemReader.read("f.pem", new byte[] {(byte) 0xef, (byte) 0xbb}, problems)).isEmpty();
    assertThat(problems.list()).isEmpty();
  }

  @Test
  void headersAreSkippedAndTheOldEncryptionIsSeen() {
    String text =
        """
        -----BEGIN RSA PRIVATE KEY-----
        Proc-Type: 4,ENCRYPTED
        DEK-Info: AES-128-CBC,0011

        AQID
        -----END RSA PRIVATE KEY-----
        """;
    assertThat(read(text)).singleElement().matches(PemBlock::legacyEncrypted);
    assertThat(read(text.replace("Proc-Type: 4,ENCRYPTED\n", "")))
        .singleElement()
        .matches(b -> !b.legacyEncrypted() && b.der().length == 3);
  }

  @ParameterizedTest
  @CsvSource({
    "'-----BEGIN A-----\nAQID\n', 'has a block \"A\" without its END line'",
    "'-----BEGIN A-----\nAQID\n-----END B-----\n', 'has a block \"A\" that ends as another'",
    "'-----BEGIN A-----\nAQ!D\n-----END A-----\n', 'has a block \"A\" that is not base64'",
    "'-----BEGIN A-----\nAQI\nD==\n-----END A-----\n', 'has a block \"A\" that is not base64'",
    "'-----BEGIN A-----\n-----END A-----\n', 'has an empty block \"A\"'",
  })
  void mistakesNameTheLineOfTheBlockAndReadingGoesOn(String bad, String message) {
    assertThat(read("text\n" + bad + BLOCK)).hasSize(1);
    assertThat(problems.list())
        .singleElement()
        .satisfies(
            p -> {
              assertThat(p.message()).isEqualTo(message);
              assertThat(p.line()).isEqualTo(2);
            });
  }

  @Test
  void noMessageHasTheContent() {
    read("-----BEGIN PRIVATE KEY-----\nSECRET!SECRET\n-----END PRIVATE KEY-----\n");
    assertThat(problems.list().toString()).doesNotContain("SECRET");
  }

  @Test
  void anyBytesAreBlocksOrProblems() {
    Random random = new Random(7);
    byte[] good = (BLOCK + BLOCK).getBytes(US_ASCII);
    for (int i = 0; i < 20_000; i++) {
      byte[] bad = good.clone();
      for (int flips = random.nextInt(6); flips > 0; flips--) {
        bad[random.nextInt(bad.length)] = (byte) random.nextInt();
      }
      List<PemBlock> blocks = PemReader.read("f", bad, problems);
      assertThat(blocks).hasSizeLessThanOrEqualTo(2);
    }
    for (int cut = 0; cut < good.length; cut++) {
      PemReader.read("f", java.util.Arrays.copyOf(good, cut), problems);
    }
  }
}
