package io.porty.net.tls.local;

import static io.porty.net.tls.TestPki.pem;
import static io.porty.net.tls.TestPki.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.porty.net.tls.OpenSsl;
import io.porty.net.tls.cert.Identity;
import io.porty.net.tls.verify.ServerVerifier;
import io.porty.net.tls.verify.TrustAnchors;
import io.porty.net.tls.verify.Verification.Refused;
import io.porty.net.tls.verify.Verification.Trusted;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The local CA: made once, limited to this machine, and accepted by openssl and the JDK. */
class LocalAuthorityTest {

  private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.SECONDS);

  @TempDir Path data;

  private LocalAuthority open() throws LocalAuthorityException {
    return new LocalAuthorityFiles(data.resolve("porty")).open("My-Machine", NOW);
  }

  @Test
  void itIsMadeOnceForItsOwnerOnly() throws Exception {
    LocalAuthority first = open();
    assertThat(open().certificate()).isEqualTo(first.certificate());
    assertThat(first.certificate().getNotAfter().toInstant())
        .isEqualTo(NOW.plus(Duration.ofDays(3650)));
    Path folder = first.file().getParent();
    assertThat(mode(folder)).isEqualTo("rwx------");
    assertThat(mode(data.resolve("porty"))).isEqualTo("rwx------");
    assertThat(mode(first.file())).isEqualTo("rw-------");
    assertThat(mode(folder.resolve("ca.key"))).isEqualTo("rw-------");
    assertThat(first).hasToString(first.file().toString());
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void severalAtOnceGetTheSame() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Callable<X509Certificate>> all = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        all.add(() -> open().certificate());
      }
      List<X509Certificate> got = new ArrayList<>();
      for (Future<X509Certificate> one : threads.invokeAll(all)) {
        got.add(one.get());
      }
      assertThat(got.stream().distinct()).hasSize(1);
    } finally {
      threads.shutdownNow();
    }
    try (Stream<Path> left = Files.list(data.resolve("porty"))) {
      assertThat(left).hasSize(1);
    }
  }

  @Test
  void opensslAcceptsItsLeavesStrictly() throws Exception {
    LocalAuthority authority = open();
    Identity identity =
        authority.issue(List.of("localhost", "*.localhost", "my-machine", "127.0.0.1", "::1"), NOW);
    write(data, "leaf.pem", pem(identity.leaf()));
    String ca = authority.file().toString();
    String verified =
        OpenSsl.run(
            data, "verify", "-x509_strict", "-purpose", "sslserver", "-CAfile", ca, "leaf.pem");
    assertThat(verified).contains("leaf.pem: OK");
    OpenSsl.run(
        data, "verify", "-x509_strict", "-verify_hostname", "localhost", "-CAfile", ca, "leaf.pem");
    OpenSsl.run(data, "verify", "-x509_strict", "-verify_ip", "::1", "-CAfile", ca, "leaf.pem");
    assertThat(OpenSsl.run(data, "x509", "-text", "-noout", "-in", ca))
        .contains("CA:TRUE, pathlen:0")
        .contains("Certificate Sign, CRL Sign")
        .contains("CN = Porty local CA on my-machine")
        .contains("Permitted:")
        .contains("DNS:localhost")
        .contains("DNS:my-machine")
        .contains("IP:127.0.0.0/255.0.0.0")
        .contains("IP:0:0:0:0:0:0:0:1/FFFF:FFFF:FFFF:FFFF:FFFF:FFFF:FFFF:FFFF");
    assertThat(OpenSsl.run(data, "x509", "-text", "-noout", "-in", "leaf.pem"))
        .contains("TLS Web Server Authentication")
        .contains("Digital Signature")
        .contains("DNS:*.localhost")
        .contains("IP Address:127.0.0.1");
  }

  @Test
  void whatItIsNotPermittedIsRefusedByItselfAndByVerifiers() throws Exception {
    LocalAuthority authority = open();
    assertThatThrownBy(() -> authority.issue(List.of("example.com"), NOW))
        .isInstanceOf(LocalAuthorityException.class)
        .hasMessageContaining("may not sign example.com, only localhost, my-machine");
    KeyPair keys = EcKeys.generate();
    X509Certificate forged =
        new CertificateBuilder(keys.getPublic(), NOW.minusSeconds(60), NOW.plusSeconds(3600))
            .with(Extensions.subjectAltName(List.of("example.com")))
            .signedBy(authority.certificate(), privateKey(authority));
    ServerVerifier verifier =
        new ServerVerifier(new TrustAnchors(List.of(authority.certificate())), null);
    assertThat(verifier.verify(List.of(forged), "example.com", NOW)).isInstanceOf(Refused.class);
    Identity own = authority.issue(List.of("x.localhost", "127.0.0.2"), NOW);
    assertThat(verifier.verify(own.chain(), "x.localhost", NOW)).isInstanceOf(Trusted.class);
    assertThat(verifier.verify(own.chain(), "127.0.0.2", NOW)).isInstanceOf(Trusted.class);
  }

  private static java.security.PrivateKey privateKey(LocalAuthority authority) throws Exception {
    String pem = Files.readString(authority.file().resolveSibling("ca.key"));
    String body = pem.replaceAll("-----[A-Z ]+-----", "");
    byte[] der = java.util.Base64.getMimeDecoder().decode(body);
    return java.security.KeyFactory.getInstance("EC")
        .generatePrivate(new java.security.spec.PKCS8EncodedKeySpec(der));
  }

  @Test
  void aLeafIsForThirtyDays() throws Exception {
    Identity identity = open().issue(List.of("localhost"), NOW);
    assertThat(identity.notAfter()).isEqualTo(NOW.plus(Duration.ofDays(30)));
    assertThat(identity.names().dns()).containsExactly("localhost");
  }

  @Test
  void whatIsDamagedOrExpiredIsSaidAndNotReplaced() throws Exception {
    LocalAuthority authority = open();
    Instant later = NOW.plus(Duration.ofDays(3651));
    assertThatThrownBy(
            () -> new LocalAuthorityFiles(data.resolve("porty")).open("My-Machine", later))
        .isInstanceOf(LocalAuthorityException.class)
        .hasMessageContaining("expired at");
    Files.writeString(authority.file().resolveSibling("ca.key"), "nothing");
    assertThatThrownBy(this::open)
        .isInstanceOf(LocalAuthorityException.class)
        .hasMessageContaining("ca.key: has no PEM block")
        .hasMessageContaining("remove " + authority.file().getParent());
    assertThat(authority.file()).exists();
  }

  @Test
  void theDataFolderIsThatOfTheUser() {
    Path home = Path.of("/home/u");
    assertThat(DataFolder.of(Map.of("XDG_DATA_HOME", "/data"), home))
        .isEqualTo(Path.of("/data/porty"));
    assertThat(DataFolder.of(Map.of("XDG_DATA_HOME", "data"), home))
        .isEqualTo(Path.of("/home/u/.local/share/porty"));
    assertThat(DataFolder.of(Map.of(), home)).isEqualTo(Path.of("/home/u/.local/share/porty"));
  }
}
