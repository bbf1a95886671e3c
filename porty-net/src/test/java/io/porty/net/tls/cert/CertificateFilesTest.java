package io.porty.net.tls.cert;

import static io.porty.net.tls.TestPki.NOW;
import static io.porty.net.tls.TestPki.leaf;
import static io.porty.net.tls.TestPki.root;
import static io.porty.net.tls.TestPki.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.porty.net.tls.TestPki;
import io.porty.net.tls.TestPki.Issued;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of certificates over time: a good pair is taken, a bad one changes nothing. */
class CertificateFilesTest {

  private static Issued first;
  private static Issued second;

  @TempDir Path folder;

  private Path cert;
  private Path key;
  private CertificateFiles files;

  @BeforeAll
  static void issue() {
    Issued root = root("Root");
    first = leaf(root, "a.example");
    second = leaf(root, "a.example");
  }

  @BeforeEach
  void load() {
    cert = write(folder, "cert.pem", first.pem());
    key = write(folder, "key.pem", first.keyPem());
    files = files(IdentitySpec.of(cert, key));
    assertThat(files.load(NOW).changed()).isTrue();
  }

  private static CertificateFiles files(IdentitySpec... specs) {
    return new CertificateFiles(new IdentityReader(new CertificateParser()), List.of(specs));
  }

  private static Instant after(int seconds) {
    return NOW.plusSeconds(seconds);
  }

  private void expectUnchanged(CertificateUpdate update) {
    assertThat(update.changed()).isFalse();
    assertThat(update.problems()).isEmpty();
    assertThat(update.identities().get(0).leaf()).isEqualTo(first.certificate());
  }

  @Test
  void nothingIsReadWhileNothingChanges() {
    Identity before = files.identities().get(0);
    expectUnchanged(files.poll(after(10)));
    assertThat(files.identities().get(0)).isSameAs(before);
  }

  @Test
  void aNewPairIsTaken() {
    write(folder, "cert.pem", second.pem());
    write(folder, "key.pem", second.keyPem());
    CertificateUpdate update = files.poll(after(10));
    assertThat(update.changed()).isTrue();
    assertThat(update.problems()).isEmpty();
    assertThat(update.identities().get(0).leaf()).isEqualTo(second.certificate());
  }

  @Test
  void aPairThatIsWrittenOneAfterTheOtherIsNoMistake() {
    write(folder, "cert.pem", second.pem());
    expectUnchanged(files.poll(after(10)));
    expectUnchanged(files.poll(after(20)));
    write(folder, "key.pem", second.keyPem());
    CertificateUpdate update = files.poll(after(30));
    assertThat(update.changed()).isTrue();
    assertThat(update.problems()).isEmpty();
  }

  @Test
  void aPairThatStaysBadIsReportedOnceAndChangesNothing() {
    write(folder, "cert.pem", second.pem());
    expectUnchanged(files.poll(after(10)));
    expectUnchanged(files.poll(after(39)));
    CertificateUpdate late = files.poll(after(40));
    assertThat(late.changed()).isFalse();
    assertThat(late.refused()).isEqualTo(1);
    assertThat(late.problems()).hasSize(1);
    assertThat(late.identities().get(0).leaf()).isEqualTo(first.certificate());
    expectUnchanged(files.poll(after(50)));
    expectUnchanged(files.poll(after(5000)));
    write(folder, "key.pem", second.keyPem());
    assertThat(files.poll(after(5010)).changed()).isTrue();
  }

  @Test
  void aFileThatIsGoneForAMomentIsNoMistake() throws IOException {
    Files.delete(key);
    expectUnchanged(files.poll(after(10)));
    write(folder, "key.pem", first.keyPem());
    assertThat(files.poll(after(20)).problems()).isEmpty();
    assertThat(files.identities().get(0).leaf()).isEqualTo(first.certificate());
  }

  @Test
  void aReloadReportsABadPairAtOnceAndAgain() {
    write(folder, "cert.pem", second.pem());
    assertThat(files.load(after(10)).problems()).hasSize(1);
    expectUnchanged(files.poll(after(20)));
    assertThat(files.load(after(30)).problems()).hasSize(1);
    assertThat(files.identities().get(0).leaf()).isEqualTo(first.certificate());
  }

  @Test
  void whatWasReportedIsReadAgainWhenItsModeIsMended() throws IOException {
    Files.setPosixFilePermissions(
        key, java.nio.file.attribute.PosixFilePermissions.fromString("rw-rw-rw-"));
    assertThat(files.load(after(10)).refused()).isEqualTo(1);
    Files.setPosixFilePermissions(
        key, java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
    assertThat(files.poll(after(20)).changed()).isTrue();
  }

  @Test
  void oneBadPairDoesNotKeepAnotherFromItsRenewal() {
    Path otherCert = write(folder, "cert2.pem", first.pem());
    Path otherKey = write(folder, "key2.pem", first.keyPem());
    CertificateFiles two = files(IdentitySpec.of(cert, key), IdentitySpec.of(otherCert, otherKey));
    two.load(NOW);
    write(folder, "cert.pem", "nothing");
    write(folder, "cert2.pem", second.pem());
    write(folder, "key2.pem", second.keyPem());
    CertificateUpdate update = two.poll(after(10));
    assertThat(update.changed()).isTrue();
    assertThat(update.identities().get(0).leaf()).isEqualTo(first.certificate());
    assertThat(update.identities().get(1).leaf()).isEqualTo(second.certificate());
  }

  @Test
  void linksThatAreSwappedAreSeenAsKubernetesSwapsThem() throws IOException {
    Path one = Files.createDirectory(folder.resolve("one"));
    Path two = Files.createDirectory(folder.resolve("two"));
    write(one, "both.pem", first.pem(), first.keyPem());
    write(two, "both.pem", second.pem(), second.keyPem());
    Path data = Files.createSymbolicLink(folder.resolve("..data"), one);
    Path both = Files.createSymbolicLink(folder.resolve("both.pem"), data.resolve("both.pem"));
    CertificateFiles linked = files(IdentitySpec.of(both, null));
    linked.load(NOW);
    Path next = Files.createSymbolicLink(folder.resolve("..next"), two);
    Files.move(next, data, StandardCopyOption.ATOMIC_MOVE);
    CertificateUpdate update = linked.poll(after(10));
    assertThat(update.changed()).isTrue();
    assertThat(update.identities().get(0).leaf()).isEqualTo(second.certificate());
  }

  @Test
  void aNewConfigurationReadsOnlyWhatIsNew() {
    Path otherCert = write(folder, "cert2.pem", second.pem());
    Path otherKey = write(folder, "key2.pem", second.keyPem());
    CertificateFiles next = files(IdentitySpec.of(otherCert, otherKey), IdentitySpec.of(cert, key));
    next.adopt(files);
    CertificateUpdate update = next.load(after(10));
    assertThat(update.identities().get(1)).isSameAs(files.identities().get(0));
    assertThat(update.identities().get(0).leaf()).isEqualTo(second.certificate());
  }

  @Test
  void aNewConfigurationIsToldAgainWhatIsWrongWithFilesThatHaveNotChanged() {
    CertificateFiles next = files(IdentitySpec.of(cert, key));
    next.adopt(files);
    CertificateUpdate expired = next.load(TestPki.TO.plusSeconds(1));
    assertThat(expired.problems())
        .singleElement()
        .matches(p -> !p.isError() && p.message().contains("expired"));
    CertificateFiles later = files(IdentitySpec.of(cert, key));
    later.adopt(next);
    assertThat(later.load(TestPki.TO.plusSeconds(1)).problems()).isEqualTo(expired.problems());
  }

  @Test
  void aNewConfigurationIsRefusedIfTheFolderOfAKeyIsOpenToEverybodyNow() throws IOException {
    CertificateFiles next = files(IdentitySpec.of(cert, key));
    next.adopt(files);
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    assertThat(next.load(after(10)).problems())
        .singleElement()
        .matches(p -> p.isError() && p.message().contains("everybody may replace it"));
    assertThat(next.identities()).isEqualTo(files.identities());
  }

  @Test
  void aBadPairIsReportedByEachNewConfigurationAndTheGoodOneStays() {
    write(folder, "key.pem", second.keyPem());
    CertificateFiles next = files(IdentitySpec.of(cert, key));
    next.adopt(files);
    CertificateUpdate refused = next.load(after(10));
    assertThat(refused.refused()).isEqualTo(1);
    CertificateFiles later = files(IdentitySpec.of(cert, key));
    later.adopt(next);
    assertThat(later.load(after(20)).problems()).isEqualTo(refused.problems());
    assertThat(later.identities()).isEqualTo(files.identities());
  }

  @Test
  void aBadPairAtTheStartIsReportedAtOnce() {
    CertificateFiles bad = files(IdentitySpec.of(folder.resolve("none.pem"), key));
    CertificateUpdate update = bad.load(NOW);
    assertThat(update.refused()).isEqualTo(1);
    assertThat(update.identities()).containsExactly((Identity) null);
  }

  /** As metrics count them. */
  @Test
  void eachThatWasReplacedOrRefusedCounts() throws IOException {
    List<IdentitySpec> specs = new java.util.ArrayList<>();
    for (int i = 0; i < 4; i++) {
      specs.add(
          IdentitySpec.of(
              write(folder, i + ".pem", first.pem()), write(folder, i + ".key", first.keyPem())));
    }
    CertificateFiles several = files(specs.toArray(IdentitySpec[]::new));
    assertThat(several.load(NOW).replaced()).isEqualTo(4);
    for (int i = 0; i < 2; i++) {
      write(folder, i + ".pem", second.pem());
      write(folder, i + ".key", second.keyPem());
      Files.delete(folder.resolve(i + 2 + ".pem"));
    }
    CertificateUpdate update = several.poll(after(10));
    assertThat(update.replaced()).isEqualTo(2);
    assertThat(update.refused()).as("they may be about to come").isZero();
    assertThat(several.poll(after(50)).refused()).isEqualTo(2);
  }
}
