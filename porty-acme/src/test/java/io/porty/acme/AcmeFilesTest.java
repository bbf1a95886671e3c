package io.porty.acme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class AcmeFilesTest {

  @TempDir Path folder;
  private AcmeFiles files;

  @BeforeEach
  void make() throws IOException {
    files = new AcmeFiles(folder.resolve("acme"), URI.create("https://ca.example:14000/acme/dir"));
    files.create();
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void onlyTheOwnerMayReadAnything() throws Exception {
    Instant now = Instant.now();
    files.account();
    files.write("a.example", FakeAuthority.certificate("a.example", now, now.plusSeconds(60)));
    files.write("a.example", new Failures(1, now, "no"));
    try (FolderLock lock = new FolderLock(files.folder());
        Stream<Path> all = Files.walk(folder.resolve("acme"))) {
      assertThat(lock.acquire()).isTrue();
      for (Path one : all.toList()) {
        assertThat(mode(one))
            .as(one.toString())
            .isEqualTo(Files.isDirectory(one) ? "rwx------" : "rw-------");
      }
    }
  }

  @Test
  void eachAuthorityHasAFolderOfItsOwn() {
    assertThat(files.folder()).isEqualTo(folder.resolve("acme/ca.example-14000-acme-dir"));
    assertThat(new AcmeFiles(folder, AcmeKeys.STAGING).folder())
        .isNotEqualTo(new AcmeFiles(folder, AcmeKeys.PRODUCTION).folder());
  }

  @Test
  void aCertificateIsReadAsItWasWritten() throws Exception {
    Instant now = Instant.now();
    StoredCertificate written = FakeAuthority.certificate("a.example", now, now.plusSeconds(60));
    files.write("a.example", written);
    assertThat(files.read("a.example")).contains(written);
    assertThat(files.read("b.example")).isEmpty();
  }

  @Test
  void nothingOfAFormerWriteIsLeft() throws Exception {
    Path beside = files.folder().resolve("certificates/.a.example.pem.new");
    Files.writeString(beside, "of a process that was killed");
    Instant now = Instant.now();
    files.write("a.example", FakeAuthority.certificate("a.example", now, now.plusSeconds(60)));
    assertThat(beside).doesNotExist();
    assertThat(mode(files.folder().resolve("certificates/a.example.pem"))).isEqualTo("rw-------");
  }

  @Test
  void theKeyOfTheAccountIsMadeOnce() throws Exception {
    KeyPair made = files.account();
    KeyPair read = files.account();
    assertThat(read.getPrivate()).isEqualTo(made.getPrivate());
    assertThat(read.getPublic()).isEqualTo(made.getPublic());
    Signature signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(read.getPrivate());
    byte[] signed = signature.sign();
    signature.initVerify(read.getPublic());
    assertThat(signature.verify(signed)).isTrue();
  }

  @Test
  void aDamagedKeyOfTheAccountIsAnErrorAndNotReplaced() throws Exception {
    Path account = files.folder().resolve("account.pem");
    Files.writeString(
        account, "-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----\n");
    assertThatThrownBy(files::account)
        .isInstanceOf(IOException.class)
        .hasMessageNotContaining("c2VjcmV0");
    assertThat(account).content().contains("c2VjcmV0");
  }

  @Test
  void failuresAreReadAsTheyWereWritten() throws Exception {
    Failures failures =
        new Failures(
            3, Instant.parse("2026-11-28T10:00:00Z").plus(Duration.ofMillis(5)), "a \\ b: c=d");
    files.write("a.example", failures);
    assertThat(files.failures("a.example")).isEqualTo(failures);
    files.write("a.example", Failures.NONE);
    assertThat(files.failures("a.example")).isEqualTo(Failures.NONE);
  }

  @Test
  void aWriteIsFinishedThoughTheThreadIsToEnd() throws Exception {
    Instant now = Instant.now();
    StoredCertificate issued = FakeAuthority.certificate("a.example", now, now.plusSeconds(60));
    Thread.currentThread().interrupt();
    files.write("a.example", issued);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(files.read("a.example")).contains(issued);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void whoeverTriesInTheSameProcessDoesNotReleaseTheLock() throws Exception {
    try (FolderLock first = new FolderLock(files.folder());
        FolderLock second = new FolderLock(files.folder())) {
      assertThat(first.acquire()).isTrue();
      assertThat(second.acquire()).isFalse();
      Object inode = Files.getAttribute(files.folder().resolve("lock"), "unix:ino");
      assertThat(Files.readString(Path.of("/proc/locks"))).contains(":" + inode + " ");
    }
  }

  @Test
  void oneAtATimeHoldsAFolder() throws Exception {
    try (FolderLock first = new FolderLock(files.folder());
        FolderLock second = new FolderLock(files.folder())) {
      assertThat(first.acquire()).isTrue();
      assertThat(first.acquire()).isTrue();
      assertThat(second.acquire()).isFalse();
      first.close();
      assertThat(second.acquire()).isTrue();
    }
  }
}
