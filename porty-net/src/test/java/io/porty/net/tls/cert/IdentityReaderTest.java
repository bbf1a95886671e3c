package io.porty.net.tls.cert;

import static io.porty.net.tls.TestPki.NOW;
import static io.porty.net.tls.TestPki.ec;
import static io.porty.net.tls.TestPki.intermediate;
import static io.porty.net.tls.TestPki.leaf;
import static io.porty.net.tls.TestPki.root;
import static io.porty.net.tls.TestPki.rsa;
import static io.porty.net.tls.TestPki.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.porty.net.tls.TestPki;
import io.porty.net.tls.TestPki.Issued;
import io.porty.net.tls.cert.CertificateProblem.Severity;
import io.porty.net.tls.der.DerTag;
import io.porty.net.tls.der.DerWriter;
import io.porty.net.tls.der.Oids;
import io.porty.net.tls.local.CertificateBuilder;
import io.porty.net.tls.local.Extensions;
import io.porty.net.tls.local.SignatureScheme;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A chain and its key are checked before they are used, all problems in one pass. */
class IdentityReaderTest {

  private static Issued root;
  private static Issued middle;
  private static Issued site;

  @TempDir Path folder;

  @BeforeAll
  static void issue() {
    root = root("Root");
    middle = intermediate(root, "Middle");
    site = leaf(middle, "www.example.com", "*.Example.com.", "127.0.0.1");
  }

  private LoadedIdentity read(IdentitySpec spec) {
    return new IdentityReader(new CertificateParser()).read(spec, NOW);
  }

  /** Reads a pair of which the certificate file has several. */
  private LoadedIdentity read(Issued leaf, Issued... others) {
    StringBuilder chain = new StringBuilder(leaf.pem());
    for (Issued other : others) {
      chain.append(other.pem());
    }
    Path cert = write(folder, "cert.pem", chain.toString());
    return read(IdentitySpec.of(cert, write(folder, "key.pem", leaf.keyPem())));
  }

  private static List<String> errors(LoadedIdentity loaded) {
    return loaded.problems().stream()
        .filter(CertificateProblem::isError)
        .map(CertificateProblem::message)
        .toList();
  }

  private static List<String> warnings(LoadedIdentity loaded) {
    return loaded.problems().stream()
        .filter(p -> p.severity() == Severity.WARNING)
        .map(CertificateProblem::message)
        .toList();
  }

  @Test
  void aChainAndItsKeyAreAnIdentity() {
    LoadedIdentity loaded = read(site, middle);
    assertThat(loaded.problems()).isEmpty();
    Identity identity = loaded.identity();
    assertThat(identity.chain()).containsExactly(site.certificate(), middle.certificate());
    assertThat(identity.privateKey()).isEqualTo(site.keys().getPrivate());
    assertThat(identity.keyType()).isEqualTo(KeyType.P256);
    assertThat(identity.names().dns()).containsExactly("www.example.com", "*.example.com");
    assertThat(identity.names().all()).contains("127.0.0.1");
    assertThat(identity.serial()).isEqualTo(site.certificate().getSerialNumber());
    assertThat(identity.notAfter()).isEqualTo(TestPki.TO);
    assertThat(identity.fingerprint()).hasSize(64).matches("[0-9a-f]+");
    assertThat(identity.sources()).hasSize(2);
    assertThat(identity.sources().get(0)).endsWith("cert.pem");
  }

  @Test
  void theKeyMayBeInTheFileOfTheCertificate() {
    Path both = write(folder, "both.pem", "text\n", site.keyPem(), "more\n", site.pem());
    LoadedIdentity loaded = read(IdentitySpec.of(both, null));
    assertThat(loaded.problems()).isEmpty();
    assertThat(loaded.identity().sources()).hasSize(1);
  }

  @Test
  void everyTypeOfKeyThatTheJdkHasIsRead() {
    for (KeyPair keys : List.of(ec("secp384r1"), ec("secp521r1"), rsa(2048), TestPki.ed25519())) {
      Issued one = leaf(middle, keys, b -> b.with(Extensions.subjectAltName(List.of("a.example"))));
      assertThat(read(one, middle).problems()).isEmpty();
    }
  }

  @Test
  void aKeyOfAnotherCertificateIsAnError() {
    for (KeyPair keys : List.of(ec(), ec("secp384r1"), rsa(2048))) {
      Path cert = write(folder, "c.pem", site.pem());
      Path key = write(folder, "k.pem", TestPki.pem("PRIVATE KEY", keys.getPrivate().getEncoded()));
      assertThat(read(IdentitySpec.of(cert, key)).problems())
          .singleElement()
          .satisfies(
              p -> {
                assertThat(p.isError()).isTrue();
                assertThat(p.file()).endsWith("k.pem");
                assertThat(p.message()).contains("does not belong").contains("CN=leaf");
              });
    }
  }

  @Test
  void aChainInTheWrongOrderNamesTheOrder() {
    Path cert = write(folder, "c.pem", middle.pem(), site.pem());
    Path key = write(folder, "k.pem", site.keyPem());
    LoadedIdentity loaded = read(IdentitySpec.of(cert, key));
    assertThat(loaded.identity()).isNull();
    assertThat(loaded.problems())
        .filteredOn(CertificateProblem::isError)
        .allSatisfy(p -> assertThat(p.remedy()).contains("order the file"))
        .anySatisfy(p -> assertThat(p.line()).isGreaterThan(5));
  }

  @Test
  void eachCertificateIsSignedByTheNext() {
    Issued stranger = intermediate(root("Other"), "Middle");
    assertThat(errors(read(site, stranger)))
        .containsExactly("did not sign the certificate before it (CN=leaf)");
    assertThat(errors(read(site, root)))
        .containsExactly("did not sign the certificate before it (CN=leaf)");
  }

  @Test
  void aShortRsaKeyIsAnError() {
    Issued weak =
        leaf(middle, rsa(1024), b -> b.with(Extensions.subjectAltName(List.of("a.example"))));
    assertThat(errors(read(weak, middle))).containsExactly("has an RSA key of 1024 bits");
  }

  @Test
  void aSignatureWithSha1IsAnErrorButForARoot() throws GeneralSecurityException {
    KeyPair keys = ec();
    CertificateBuilder builder =
        new CertificateBuilder(keys.getPublic(), TestPki.FROM, TestPki.TO)
            .with(Extensions.subjectAltName(List.of("a.example")));
    byte[] issuer = middle.certificate().getSubjectX500Principal().getEncoded();
    X509Certificate signed =
        builder.sign(issuer, middle.keys().getPrivate(), SignatureScheme.ECDSA_SHA1);
    assertThat(errors(read(new Issued(signed, keys), middle)))
        .containsExactly("has a signature with SHA-1");
    X509Certificate own =
        builder.sign(
            CertificateBuilder.name("Porty"), keys.getPrivate(), SignatureScheme.ECDSA_SHA1);
    assertThat(errors(read(new Issued(own, keys)))).isEmpty();
  }

  @Test
  void aCertificateWithoutNamesIsAnErrorForClientsAndNoneForBackends() {
    Issued nameless = leaf(middle, ec(), b -> b.commonName("www.example.com"));
    LoadedIdentity loaded = read(nameless, middle);
    assertThat(errors(loaded)).containsExactly("has no subjectAltName with a host or an address");
    IdentitySpec files = IdentitySpec.of(folder.resolve("cert.pem"), folder.resolve("key.pem"));
    IdentitySpec client =
        new IdentitySpec(files.cert(), files.key(), null, null, IdentitySpec.Purpose.CLIENT);
    assertThat(read(client).problems()).isEmpty();
  }

  @Test
  void datesAreWarnings() {
    Issued old =
        leaf(
            middle,
            ec(),
            NOW.minus(Duration.ofDays(1)),
            b -> b.with(Extensions.subjectAltName(List.of("a.example"))));
    LoadedIdentity loaded = read(old, middle);
    assertThat(loaded.identity()).isNotNull();
    assertThat(warnings(loaded)).containsExactly("expired at 2026-05-31T12:00:00Z");
    LoadedIdentity early =
        new IdentityReader(new CertificateParser())
            .read(
                IdentitySpec.of(folder.resolve("cert.pem"), folder.resolve("key.pem")),
                Instant.parse("2020-01-01T00:00:00Z"));
    assertThat(warnings(early)).hasSize(2).allMatch(m -> m.startsWith("is not valid before"));
  }

  @Test
  void aRootInTheChainIsAWarning() {
    assertThat(warnings(read(site, middle, root)))
        .containsExactly("is a root, which clients have or do not trust");
  }

  @Test
  void aMissingIntermediateOfAPublicAuthorityIsAWarning() {
    byte[] place =
        DerWriter.sequence(
            DerWriter.oid(Oids.CA_ISSUERS),
            DerWriter.element(DerTag.primitive(6), new byte[] {'h'}));
    Issued lone =
        leaf(
            middle,
            ec(),
            b ->
                b.with(Extensions.subjectAltName(List.of("a.example")))
                    .with(Extensions.of(Oids.AUTHORITY_INFO, false, DerWriter.sequence(place))));
    assertThat(warnings(read(lone)))
        .containsExactly("is issued by CN=Middle, which is not in the file");
    assertThat(read(site).problems()).isEmpty();
  }

  @Test
  void anotherExtendedKeyUsageIsAWarning() {
    Issued client =
        leaf(
            middle,
            ec(),
            b ->
                b.with(Extensions.extendedKeyUsage(Oids.CLIENT_AUTH))
                    .with(Extensions.subjectAltName(List.of("www.example.com"))));
    assertThat(warnings(read(client, middle)))
        .containsExactly("is not for serverAuth (extended key usage)");
    Issued both =
        leaf(
            middle,
            ec(),
            b ->
                b.with(Extensions.extendedKeyUsage(Oids.CLIENT_AUTH, Oids.SERVER_AUTH))
                    .with(Extensions.subjectAltName(List.of("www.example.com"))));
    assertThat(warnings(read(both, middle))).isEmpty();
  }

  @Test
  void aCommonNameThatIsNoSubjectAltNameIsAWarning() {
    Issued one =
        leaf(
            middle,
            ec(),
            b ->
                b.commonName("shop.example.com")
                    .with(Extensions.subjectAltName(List.of("www.example.com"))));
    assertThat(warnings(read(one, middle)))
        .containsExactly("has CN=shop.example.com without a subjectAltName for it");
  }

  @Test
  void allProblemsAreFoundInOnePass() {
    Issued bad = leaf(middle, rsa(1024), NOW.minus(Duration.ofDays(1)), b -> b);
    Path cert = write(folder, "c.pem", bad.pem(), root.pem());
    Path key = write(folder, "k.pem", site.keyPem());
    assertThat(read(IdentitySpec.of(cert, key)).problems()).hasSize(6);
  }

  @Test
  void mustStapleWithoutAStapleIsAWarning() {
    Issued demanding =
        leaf(
            middle,
            ec(),
            b ->
                b.with(Extensions.subjectAltName(List.of("a.example")))
                    .with(Extensions.mustStaple()));
    assertThat(warnings(read(demanding, middle)))
        .containsExactly("demands an OCSP staple and there is none that is valid");
    BigInteger serial = demanding.certificate().getSerialNumber();
    Path ocsp = write(folder, "ocsp.der", TestPki.ocsp(middle, serial, TestPki.good(), TestPki.TO));
    IdentitySpec spec =
        new IdentitySpec(
            folder.resolve("cert.pem"),
            folder.resolve("key.pem"),
            null,
            ocsp,
            IdentitySpec.Purpose.SERVER);
    LoadedIdentity loaded = read(spec);
    assertThat(loaded.problems()).isEmpty();
    assertThat(loaded.identity().stapleAt(NOW)).isNotNull();
    assertThat(loaded.identity().stapleAt(TestPki.TO)).isNull();
  }

  @Test
  void aKeyThatOthersMayWriteIsAnErrorAndOneTheyMayReadAWarning() throws IOException {
    Path cert = write(folder, "c.pem", site.pem(), middle.pem());
    Path key = write(folder, "k.pem", site.keyPem());
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
    assertThat(read(IdentitySpec.of(cert, key)).problems())
        .singleElement()
        .satisfies(
            p ->
                assertThat(p.text())
                    .contains("may be read by everybody; run: chmod o-rwx ")
                    .endsWith(key.toString()));
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-rw-rw-"));
    assertThat(errors(read(IdentitySpec.of(cert, key))))
        .containsExactly("may be written by everybody");
  }

  @Test
  void aFolderThatOthersMayWriteIsAnErrorBehindALinkToo() throws IOException {
    Path open = Files.createDirectory(folder.resolve("open"));
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
    Path cert = write(folder, "c.pem", site.pem(), middle.pem());
    Path key = write(open, "k.pem", site.keyPem());
    Path link = Files.createSymbolicLink(folder.resolve("link.pem"), key);
    LoadedIdentity read = read(IdentitySpec.of(cert, link));
    assertThat(errors(read))
        .containsExactly(
            "is in the folder " + open.toRealPath() + ", where everybody may replace it");
    assertThat(read.problems())
        .as("of a file that is configured, so that there is a key to report it at")
        .allMatch(problem -> problem.file().equals(link.toString()));
  }

  @Test
  void whatIsMissingIsNamed() {
    Path nothing = folder.resolve("nothing.pem");
    assertThat(errors(read(IdentitySpec.of(nothing, null)))).containsExactly("does not exist");
    assertThat(errors(read(IdentitySpec.of(folder, null)))).containsExactly("is a folder");
    Path text = write(folder, "t.pem", "hello\n");
    assertThat(errors(read(IdentitySpec.of(text, null)))).containsExactly("has no PEM block");
    Path der = write(folder, "t.der", new byte[] {0x30, 0});
    assertThat(read(IdentitySpec.of(der, null)).problems().get(0).remedy()).contains("pkcs12");
    Path lone = write(folder, "lone.pem", site.pem(), middle.pem());
    assertThat(errors(read(IdentitySpec.of(lone, null)))).containsExactly("has no private key");
    Path key = write(folder, "k.pem", site.keyPem());
    assertThat(errors(read(IdentitySpec.of(key, null)))).containsExactly("has no certificate");
  }

  @Test
  void noTextHasAPartOfTheKey() {
    Identity identity = read(site, middle).identity();
    assertThat(identity.toString()).startsWith(folder.toString()).contains("www.example.com");
    assertThat(PemReader.read("f", site.keyPem().getBytes(), new CertificateProblems()))
        .singleElement()
        .hasToString("PRIVATE KEY at line 1");
  }
}
