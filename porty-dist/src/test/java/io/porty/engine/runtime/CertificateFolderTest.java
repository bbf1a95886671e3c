package io.porty.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.porty.engine.config.ConfigException;
import io.porty.engine.config.ConfiguredCertificates;
import io.porty.engine.config.WatchedFiles;
import io.porty.net.tls.cert.Identity;
import io.porty.testkit.TestCertificate;
import io.porty.testkit.TestCertificates;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The key {@code cert_folder}: every certificate of a folder, looked for at each reload. */
class CertificateFolderTest {

  @TempDir Path folder;

  private final WatchedFiles files = new WatchedFiles();
  private Path certs;
  private TestCertificates authority;

  @BeforeEach
  void makeFolder() throws Exception {
    certs = Files.createDirectory(folder.resolve("certs"));
    authority = TestCertificates.in(folder.resolve("ca"));
  }

  private Path write(String name, String... contents) throws Exception {
    Path file = Files.writeString(certs.resolve(name), String.join("", contents));
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  private static String cert(TestCertificate of) throws Exception {
    return Files.readString(of.cert());
  }

  private static String key(TestCertificate of) throws Exception {
    return Files.readString(of.key());
  }

  private ConfiguredCertificates read(@Nullable ConfiguredCertificates former) throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("porty.toml"),
            """
            [[routes]]
            name = "shop"
            listen = "127.0.0.1:8443"
            mode = "http"
            target = "127.0.0.1:1"
            tls = { cert_folder = "certs" }
            """);
    return CertificateReading.read(file, files, former);
  }

  private static List<String> names(ConfiguredCertificates certificates) {
    return certificates.identities().stream().flatMap(one -> one.names().dns().stream()).toList();
  }

  @Test
  void keysAreInTheFileOrBesideIt() throws Exception {
    TestCertificate one = authority.server("one.test");
    TestCertificate two = authority.server("two.test");
    TestCertificate three = authority.server("three.test");
    write("c.pem", cert(one), key(one));
    write("b.crt", cert(two));
    write("b.key", key(two));
    write("a.pem", cert(three));
    write("a.key", key(three));
    write(".hidden.pem", "none");
    write("README", "none");
    Files.createDirectory(certs.resolve("old"));
    Files.createDirectory(certs.resolve("archive.pem"));
    Files.createDirectory(certs.resolve("c.key"));

    assertThat(names(read(null))).containsExactly("three.test", "two.test", "one.test");
    assertThat(files.all()).contains(certs);
  }

  @Test
  void aReloadSeesWhatWasAddedRemovedAndRenewed() throws Exception {
    TestCertificate stays = authority.server("stays.test");
    TestCertificate goes = authority.server("goes.test");
    write("stays.pem", cert(stays), key(stays));
    Path removed = write("goes.pem", cert(goes), key(goes));
    ConfiguredCertificates serving = read(null);
    Identity before = serving.identities().get(1);

    TestCertificate comes = authority.server("comes.test");
    write("comes.pem", cert(comes), key(comes));
    Files.delete(removed);
    ConfiguredCertificates next = read(serving);

    assertThat(names(next)).containsExactly("comes.test", "stays.test");
    assertThat(next.identities().get(1)).isSameAs(before);
    TestCertificate renewed = authority.server("stays.test", "more.test");
    write("stays.pem", cert(renewed), key(renewed));
    assertThat(names(read(next))).containsExactly("comes.test", "stays.test", "more.test");
  }

  @Test
  void mistakesNameTheFile() throws Exception {
    TestCertificate one = authority.server("one.test");
    TestCertificate two = authority.server("two.test");
    write("no-key.pem", cert(one));
    write("other-key.pem", cert(two), key(one));
    write("text.pem", "text");

    assertThatThrownBy(() -> read(null))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("porty.toml:6:9: routes[shop].tls.cert_folder names " + certs)
        .hasMessageContaining("no-key.pem, which has no private key")
        .hasMessageContaining("other-key.pem, which does not belong to the certificate")
        .hasMessageContaining("text.pem, which has no PEM block");
    assertThat(files.all())
        .as("to be mended in place")
        .contains(certs.resolve("no-key.pem"), certs.resolve("text.pem"));
  }

  @Test
  void linksAreFollowedAndThoseThatLeadNowhereAreMistakes() throws Exception {
    TestCertificate one = authority.server("one.test");
    Path file = write("one.text", cert(one), key(one));
    Files.createSymbolicLink(certs.resolve("one.pem"), file);
    assertThat(names(read(null))).containsExactly("one.test");
    Files.createSymbolicLink(certs.resolve("two.pem"), certs.resolve("nowhere"));
    assertThatThrownBy(() -> read(null)).hasMessageContaining("two.pem, which does not exist");
  }

  @Test
  void twoCertificatesForOneNameAreBothNamed() throws Exception {
    TestCertificate one = authority.server("one.test");
    TestCertificate same = authority.server("one.test");
    write("a.pem", cert(one), key(one));
    write("b.pem", cert(same), key(same));

    assertThatThrownBy(() -> read(null))
        .hasMessageContaining(
            "cert_folder names " + certs.resolve("b.pem") + ", which is not alone")
        .hasMessageContaining("line 6, " + certs.resolve("a.pem"));
  }

  @Test
  void aFolderWithoutCertificatesIsAMistake() throws Exception {
    write("README", "none");
    assertThatThrownBy(() -> read(null))
        .hasMessageContaining("names " + certs + ", which has no file NAME.pem or NAME.crt");
    Files.delete(certs.resolve("README"));
    Files.delete(certs);
    assertThatThrownBy(() -> read(null))
        .hasMessageContaining("which does not exist")
        .hasMessageContaining("1 problem in");
    Files.writeString(certs, "file");
    assertThatThrownBy(() -> read(null)).hasMessageContaining("which is no folder");
  }
}
