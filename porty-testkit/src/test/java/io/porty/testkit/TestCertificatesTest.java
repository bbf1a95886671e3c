package io.porty.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.porty.net.tls.cert.CertificateParser;
import io.porty.net.tls.cert.CertificateProblem;
import io.porty.net.tls.cert.IdentityReader;
import io.porty.net.tls.cert.IdentitySpec;
import io.porty.net.tls.cert.LoadedIdentity;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Good certificates are good, and each bad one has the mistake that was asked for. */
class TestCertificatesTest {

  @TempDir Path folder;

  private TestCertificates certificates;

  @BeforeEach
  void create() {
    certificates = TestCertificates.in(folder.resolve("certs"));
  }

  private static LoadedIdentity read(TestCertificate one) {
    return new IdentityReader(new CertificateParser())
        .read(IdentitySpec.of(one.cert(), one.key()), Instant.now());
  }

  private static void expect(TestCertificateRequest request, String message) {
    assertThat(read(request.names("a.test").issue()).problems())
        .extracting(CertificateProblem::message)
        .singleElement()
        .asString()
        .contains(message);
  }

  @Test
  void aServersCertificateIsGood() {
    TestCertificate shop = certificates.server("shop.test", "127.0.0.1");
    LoadedIdentity loaded = read(shop);
    assertThat(loaded.problems()).isEmpty();
    assertThat(loaded.identity().names().all()).containsExactly("shop.test", "127.0.0.1");
    assertThat(loaded.identity().chain()).isEqualTo(shop.chain());
    assertThat(certificates.authority()).exists();
    assertThat(shop).hasToString(shop.cert() + " and " + shop.key());
  }

  @Test
  void eachHasFilesOfItsOwn() {
    TestCertificate one = certificates.server("a.test");
    assertThat(certificates.server("a.test").cert()).isNotEqualTo(one.cert());
    assertThat(certificates.request().names("b.test").file("cert1").issue().cert())
        .isEqualTo(one.cert());
  }

  @Test
  void badOnesHaveTheirMistake() {
    expect(certificates.request().expired(), "expired at");
    expect(certificates.request().wrongKey(), "does not belong");
    expect(certificates.request().rsa(1024), "RSA key of 1024 bits");
    expect(certificates.request().sha1(), "SHA-1");
    expect(certificates.request().mustStaple(), "OCSP staple");
  }
}
