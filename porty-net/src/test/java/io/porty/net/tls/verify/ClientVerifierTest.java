package io.porty.net.tls.verify;

import static io.porty.net.tls.TestPki.NOW;
import static io.porty.net.tls.TestPki.crl;
import static io.porty.net.tls.TestPki.ec;
import static io.porty.net.tls.TestPki.intermediate;
import static io.porty.net.tls.TestPki.leaf;
import static io.porty.net.tls.TestPki.root;
import static io.porty.net.tls.TestPki.rsa;
import static io.porty.net.tls.TestPki.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.porty.net.tls.TestPki;
import io.porty.net.tls.TestPki.Issued;
import io.porty.net.tls.cert.CertificateParser;
import io.porty.net.tls.cert.CertificateProblems;
import io.porty.net.tls.der.Oids;
import io.porty.net.tls.local.Extensions;
import io.porty.net.tls.verify.Verification.Reason;
import io.porty.net.tls.verify.Verification.Refused;
import io.porty.net.tls.verify.Verification.Trusted;
import java.nio.file.Path;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates of clients: chain, dates, purpose, strength, revocation. */
class ClientVerifierTest {

  private static Issued root;
  private static Issued middle;
  private static Issued client;

  @TempDir Path folder;

  @BeforeAll
  static void issue() {
    root = root("Root");
    middle = intermediate(root, "Middle");
    client = leaf(middle, ec(), b -> b.with(Extensions.extendedKeyUsage(Oids.CLIENT_AUTH)));
  }

  private static List<X509Certificate> chain(Issued... all) {
    return Stream.of(all).map(Issued::certificate).toList();
  }

  private static ClientVerifier trusting(Issued... all) {
    return new ClientVerifier(new TrustAnchors(chain(all)), null);
  }

  private static Verification verify(Issued... presented) {
    return trusting(root).verify(chain(presented), NOW);
  }

  private static void expect(Verification result, Reason reason, String words) {
    assertThat(result).isInstanceOf(Refused.class);
    Refused refused = (Refused) result;
    assertThat(refused.message()).contains(words);
    assertThat(refused.reason()).isEqualTo(reason);
  }

  @Test
  void aChainToTheBundleIsTrusted() {
    Verification result = verify(client, middle);
    assertThat(result)
        .isEqualTo(
            new Trusted(chain(client, middle), client.certificate().getNotAfter().toInstant()));
  }

  @Test
  void theOrderOfTheIntermediatesDoesNotMatterNorDoesTheRoot() {
    Issued lower = intermediate(middle, "Lower");
    Issued one = leaf(lower, ec(), b -> b);
    assertThat(verify(one, root, middle, lower)).isInstanceOf(Trusted.class);
  }

  @Test
  void anIntermediateOfTheBundleNeedNotBeSent() {
    assertThat(trusting(middle).verify(chain(client), NOW)).isInstanceOf(Trusted.class);
    assertThat(trusting(root, middle).verify(chain(client), NOW)).isInstanceOf(Trusted.class);
    expect(verify(client), Reason.UNKNOWN_AUTHORITY, "issuer CN=Middle is neither trusted");
  }

  @Test
  void aCertificateOfTheBundleIsTrustedItself() {
    Issued own = leaf(root, ec(), b -> b);
    assertThat(trusting(own).verify(chain(own), NOW)).isInstanceOf(Trusted.class);
  }

  @Test
  void nobodyElseIsTrusted() {
    expect(verify(), Reason.ABSENT, "no certificate");
    Issued stranger = leaf(root("Root"), ec(), b -> b);
    expect(verify(stranger), Reason.BAD_PATH, "CN=leaf is not valid");
    Issued self = root("Self");
    expect(
        verify(leaf(self, ec(), b -> b), self),
        Reason.UNKNOWN_AUTHORITY,
        "self-signed certificate CN=Self");
  }

  @Test
  void aLeafIsNoAuthority() {
    Issued below = leaf(client, ec(), b -> b);
    expect(verify(below, client, middle), Reason.BAD_PATH, "is not valid");
  }

  @Test
  void depthIsAtMostFive() {
    Issued authority = root;
    List<Issued> all = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      authority = intermediate(authority, "CA " + i);
      all.add(0, authority);
    }
    Issued fifth = leaf(all.get(1), ec(), b -> b);
    List<Issued> allowed = new ArrayList<>(all.subList(1, 5));
    allowed.add(0, fifth);
    assertThat(verify(allowed.toArray(Issued[]::new))).isInstanceOf(Trusted.class);
    all.add(0, leaf(all.get(0), ec(), b -> b));
    expect(verify(all.toArray(Issued[]::new)), Reason.TOO_DEEP, "more than 5");
  }

  @Test
  void datesOfEveryCertificateCount() {
    Issued old = leaf(middle, ec(), NOW.minus(Duration.ofDays(1)), b -> b);
    expect(verify(old, middle), Reason.EXPIRED, "CN=leaf expired at 2026-05-31T12:00:00Z");
    Verification early =
        trusting(root).verify(chain(client, middle), NOW.minus(Duration.ofDays(10)));
    expect(early, Reason.NOT_YET_VALID, "CN=Middle is not valid before");
    Verification late =
        trusting(root).verify(chain(client, middle), Instant.parse("2050-01-01T00:00:00Z"));
    expect(late, Reason.EXPIRED, "CN=leaf expired");
  }

  @Test
  void anAuthorityThatHasExpiredIsNotTrusted() {
    Issued leafOnly = leaf(root, ec(), Instant.parse("2060-01-01T00:00:00Z"), b -> b);
    Verification result =
        trusting(root).verify(chain(leafOnly), Instant.parse("2051-01-01T00:00:00Z"));
    expect(result, Reason.EXPIRED, "CN=Root expired");
  }

  @Test
  void theExtendedKeyUsageMustAllowClients() {
    Issued server = leaf(middle, ec(), b -> b.with(Extensions.extendedKeyUsage(Oids.SERVER_AUTH)));
    expect(verify(server, middle), Reason.WRONG_PURPOSE, "is not for clientAuth");
    Issued any = leaf(middle, ec(), b -> b.with(Extensions.extendedKeyUsage(Oids.ANY_USAGE)));
    assertThat(verify(any, middle)).isInstanceOf(Trusted.class);
    assertThat(verify(leaf(middle, ec(), b -> b), middle)).isInstanceOf(Trusted.class);
  }

  @Test
  void weakKeysAreRefused() {
    expect(verify(leaf(middle, rsa(1024), b -> b), middle), Reason.WEAK, "RSA key of 1024 bits");
  }

  @Test
  void constraintsOfATrustedAuthorityHold() {
    Issued limited =
        root(
            "Limited",
            ec(),
            b -> b.with(Extensions.nameConstraints(List.of("example.com"), List.of())));
    Issued inside =
        leaf(limited, ec(), b -> b.with(Extensions.subjectAltName(List.of("a.example.com"))));
    Issued outside =
        leaf(limited, ec(), b -> b.with(Extensions.subjectAltName(List.of("a.example.org"))));
    assertThat(trusting(limited).verify(chain(inside), NOW)).isInstanceOf(Trusted.class);
    expect(trusting(limited).verify(chain(outside), NOW), Reason.BAD_PATH, "CN=leaf");
  }

  private ClientVerifier withLists(byte[]... lists) {
    CertificateProblems problems = new CertificateProblems();
    List<X509CRL> all = new ArrayList<>();
    for (byte[] list : lists) {
      all.addAll(RevocationFiles.read(write(folder, "list.crl", list), NOW, problems));
    }
    assertThat(problems.hasErrors()).isFalse();
    return new ClientVerifier(new TrustAnchors(chain(root)), new RevocationLists(all));
  }

  @Test
  void aRevokedCertificateIsRefusedAndOthersAreNot() {
    Instant next = NOW.plusSeconds(3600);
    Issued other = leaf(middle, ec(), b -> b);
    ClientVerifier verifier = withLists(crl(root, next), crl(middle, next, client.certificate()));
    expect(verifier.verify(chain(client, middle), NOW), Reason.REVOKED, "CN=leaf is revoked");
    assertThat(verifier.verify(chain(other, middle), NOW)).isInstanceOf(Trusted.class);
    ClientVerifier revokedMiddle =
        withLists(crl(root, next, middle.certificate()), crl(middle, next));
    expect(revokedMiddle.verify(chain(other, middle), NOW), Reason.REVOKED, "CN=Middle is revoked");
  }

  @Test
  void aListPastItsNextUpdateRefusesEverybodyOfItsAuthority() {
    Instant next = NOW.plusSeconds(3600);
    ClientVerifier verifier = withLists(crl(root, TestPki.TO), crl(middle, next));
    assertThat(verifier.verify(chain(client, middle), NOW)).isInstanceOf(Trusted.class);
    expect(
        verifier.verify(chain(client, middle), next),
        Reason.REVOCATION_UNKNOWN,
        "the revocation list of CN=Middle ended at 2026-06-01T13:00:00Z");
  }

  @Test
  void anAuthorityWithoutAListIsRefused() {
    expect(
        withLists(crl(root, TestPki.TO)).verify(chain(client, middle), NOW),
        Reason.REVOCATION_UNKNOWN,
        "there is no revocation list of CN=Middle");
  }

  @Test
  void aListThatSomebodyElseSignedDoesNotCount() {
    Issued forger = intermediate(root("Other"), "Middle");
    expect(
        withLists(crl(root, TestPki.TO), crl(forger, TestPki.TO))
            .verify(chain(client, middle), NOW),
        Reason.REVOCATION_UNKNOWN,
        "is not signed by it");
  }

  @Test
  void listsAreReadFromPemAndSaidToBeLate() {
    CertificateProblems problems = new CertificateProblems();
    String pem =
        TestPki.pem("X509 CRL", crl(root, TestPki.TO))
            + TestPki.pem("X509 CRL", crl(middle, NOW.minusSeconds(1)));
    assertThat(RevocationFiles.read(write(folder, "l.pem", pem), NOW, problems)).hasSize(2);
    assertThat(problems.list())
        .singleElement()
        .satisfies(
            p -> {
              assertThat(p.isError()).isFalse();
              assertThat(p.message()).contains("all certificates of its authority are refused");
            });
    RevocationFiles.read(write(folder, "x.pem", "text"), NOW, problems);
    RevocationFiles.read(
        write(folder, "y.pem", TestPki.pem("X509 CRL", new byte[9])), NOW, problems);
    assertThat(problems.list()).hasSize(3);
  }

  @Test
  void aBundleIsReadWithItsProblems() {
    CertificateProblems problems = new CertificateProblems();
    CertificateParser parser = new CertificateParser();
    Path good = write(folder, "ca.pem", root.pem(), middle.pem(), root.pem());
    assertThat(TrustAnchors.read(good, parser, NOW, problems).all()).hasSize(2);
    assertThat(problems.list()).isEmpty();
    Path bad = write(folder, "bad.pem", TestPki.pem("CERTIFICATE", new byte[] {1}), root.pem());
    assertThat(TrustAnchors.read(bad, parser, NOW, problems).all()).hasSize(1);
    assertThat(problems.list()).singleElement().matches(p -> p.line() == 1 && p.isError());
  }

  @Test
  void theDigestIsThatOfTheBundle() {
    assertThat(new TrustAnchors(chain(root)).digest())
        .isEqualTo(new TrustAnchors(chain(root)).digest())
        .isNotEqualTo(new TrustAnchors(chain(root, middle)).digest());
  }
}
