package io.porty.net.tls.cert;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.porty.net.tls.OpenSsl;
import io.porty.net.tls.TestPki;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Private keys in every form that openssl writes. */
class KeyReaderTest {

  private static final String SECRET = "correct horse";

  @TempDir Path folder;

  private final CertificateProblems problems = new CertificateProblems();

  private PrivateKey read(byte[] pem, String password) {
    return new KeyReader("key.pem", password == null ? null : password.toCharArray(), problems)
        .read(PemReader.read("key.pem", pem, problems));
  }

  private PrivateKey read(String file, String password) throws IOException {
    return read(Files.readAllBytes(folder.resolve(file)), password);
  }

  private void rsa() {
    OpenSsl.run(folder, "genrsa", "-out", "rsa.pem", "2048");
    OpenSsl.run(folder, "rsa", "-in", "rsa.pem", "-traditional", "-out", "pkcs1.pem");
  }

  @Test
  void pkcs1AndPkcs8AreTheSameKey() throws IOException {
    rsa();
    assertThat(Files.readString(folder.resolve("pkcs1.pem"))).contains("BEGIN RSA PRIVATE KEY");
    PrivateKey key = read("pkcs1.pem", null);
    assertThat(key).isNotNull().isEqualTo(read("rsa.pem", null));
    assertThat(problems.list()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"prime256v1", "secp384r1", "secp521r1"})
  void sec1IsReadWithAndWithoutParameters(String curve) throws IOException {
    OpenSsl.run(folder, "ecparam", "-genkey", "-name", curve, "-out", "with.pem");
    OpenSsl.run(folder, "ec", "-in", "with.pem", "-out", "without.pem");
    OpenSsl.run(folder, "pkcs8", "-topk8", "-nocrypt", "-in", "with.pem", "-out", "pkcs8.pem");
    assertThat(Files.readString(folder.resolve("with.pem"))).contains("BEGIN EC PARAMETERS");
    PrivateKey key = read("pkcs8.pem", null);
    assertThat(key).isNotNull();
    assertThat(KeyType.of(read("with.pem", null))).isEqualTo(KeyType.of(key));
    assertThat(read("without.pem", null)).isNotNull();
    assertThat(problems.list()).isEmpty();
  }

  @Test
  void ed25519IsRead() throws IOException {
    OpenSsl.run(folder, "genpkey", "-algorithm", "ed25519", "-out", "ed.pem");
    assertThat(KeyType.of(read("ed.pem", null))).isEqualTo(KeyType.ED25519);
  }

  @ParameterizedTest
  @ValueSource(strings = {"aes-128-cbc", "aes-192-cbc", "aes-256-cbc", "des-ede3-cbc"})
  void anEncryptedKeyIsOpenedWithItsPassword(String cipher) throws IOException {
    rsa();
    OpenSsl.run(
        folder,
        "pkcs8",
        "-topk8",
        "-v2",
        cipher,
        "-in",
        "rsa.pem",
        "-out",
        "e.pem",
        "-passout",
        "pass:" + SECRET);
    assertThat(read("e.pem", SECRET)).isEqualTo(read("rsa.pem", null));
    assertThat(problems.list()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"hmacWithSHA1", "hmacWithSHA224", "hmacWithSHA384", "hmacWithSHA512"})
  void everyHashOfTheDerivationIsKnown(String hash) throws IOException {
    OpenSsl.run(folder, "ecparam", "-genkey", "-noout", "-name", "prime256v1", "-out", "ec.pem");
    OpenSsl.run(
        folder,
        "pkcs8",
        "-topk8",
        "-v2",
        "aes-256-cbc",
        "-v2prf",
        hash,
        "-in",
        "ec.pem",
        "-out",
        "e.pem",
        "-passout",
        "pass:" + SECRET);
    assertThat(read("e.pem", SECRET)).isNotNull();
  }

  @Test
  void aWrongPasswordIsSaidWithoutIt() throws IOException {
    rsa();
    OpenSsl.run(
        folder, "pkcs8", "-topk8", "-in", "rsa.pem", "-out", "e.pem", "-passout", "pass:" + SECRET);
    for (int i = 0; i < 20; i++) {
      assertThat(read("e.pem", "wrong-" + i)).isNull();
    }
    assertThat(read("e.pem", null)).isNull();
    assertThat(problems.list().toString())
        .contains("is encrypted with another password")
        .contains("set key_password_file")
        .doesNotContain("wrong-")
        .doesNotContain(SECRET);
  }

  @Test
  void thePasswordIsTheFirstLineOfItsFile() throws IOException {
    rsa();
    OpenSsl.run(
        folder, "pkcs8", "-topk8", "-in", "rsa.pem", "-out", "e.pem", "-passout", "pass:" + SECRET);
    Path file = TestPki.write(folder, "password", SECRET + "\r\nsomething else\n");
    assertThat(PasswordFile.read(file, new FilePermissions(), problems))
        .containsExactly(SECRET.toCharArray());
    assertThat(
            PasswordFile.read(
                TestPki.write(folder, "empty", "\n"), new FilePermissions(), problems))
        .isNull();
    assertThat(problems.list()).singleElement().matches(p -> p.message().contains("empty"));
  }

  @Test
  void theOldEncryptionIsRefusedWithTheCommandThatConvertsIt() throws IOException {
    rsa();
    OpenSsl.run(
        folder,
        "rsa",
        "-in",
        "rsa.pem",
        "-traditional",
        "-aes128",
        "-passout",
        "pass:" + SECRET,
        "-out",
        "old.pem");
    assertThat(Files.readString(folder.resolve("old.pem"))).contains("Proc-Type: 4,ENCRYPTED");
    assertThat(read("old.pem", SECRET)).isNull();
    assertThat(problems.list())
        .singleElement()
        .satisfies(p -> assertThat(p.remedy()).contains("openssl pkcs8 -topk8 -v2 aes-256-cbc"));
  }

  @Test
  void curvesThatNoCertificateForTlsHasAreRefused() throws IOException {
    OpenSsl.run(folder, "ecparam", "-genkey", "-name", "secp256k1", "-out", "k1.pem");
    assertThat(read("k1.pem", null)).isNull();
    assertThat(problems.list()).hasSize(1);
  }

  @Test
  void twoKeysAreAnError() {
    String key = TestPki.pem("PRIVATE KEY", TestPki.ec().getPrivate().getEncoded());
    assertThat(read((key + key).getBytes(US_ASCII), null)).isNull();
    assertThat(problems.list())
        .singleElement()
        .satisfies(p -> assertThat(p.message()).contains("second private key").contains("line 1"));
  }

  @Test
  void damagedKeysAreProblemsAndNothingElse() {
    Random random = new Random(1);
    List<String> labels =
        List.of("PRIVATE KEY", "EC PRIVATE KEY", "RSA PRIVATE KEY", "ENCRYPTED PRIVATE KEY");
    byte[] good = TestPki.ec().getPrivate().getEncoded();
    for (int i = 0; i < 4000; i++) {
      byte[] bad = good.clone();
      for (int flips = random.nextInt(3) + 1; flips > 0; flips--) {
        bad[random.nextInt(bad.length)] = (byte) random.nextInt();
      }
      read(TestPki.pem(labels.get(i % labels.size()), bad).getBytes(US_ASCII), SECRET);
    }
    assertThat(problems.list()).hasSizeGreaterThan(1000);
  }
}
