package io.porty.net.tls.cert;

import static io.porty.net.tls.TestPki.FROM;
import static io.porty.net.tls.TestPki.NOW;
import static io.porty.net.tls.TestPki.TO;
import static io.porty.net.tls.TestPki.leaf;
import static io.porty.net.tls.TestPki.ocsp;
import static io.porty.net.tls.TestPki.root;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.porty.net.tls.OpenSsl;
import io.porty.net.tls.TestPki;
import io.porty.net.tls.TestPki.Issued;
import io.porty.net.tls.der.DerException;
import io.porty.net.tls.der.DerTag;
import io.porty.net.tls.der.DerWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An OCSP answer is stapled while it is valid, and for its own certificate only. */
class OcspStapleTest {

  private static Issued root;
  private static Issued site;

  @TempDir Path folder;

  @BeforeAll
  static void issue() {
    root = root("Root");
    site = leaf(root, "a.example");
  }

  private static BigInteger serial() {
    return site.certificate().getSerialNumber();
  }

  @Test
  void anAnswerIsValidBetweenItsUpdates() throws DerException {
    byte[] der = ocsp(root, serial(), TestPki.good(), TO);
    OcspStaple staple = OcspStaple.parse(der, site.certificate());
    assertThat(staple.der()).isEqualTo(der);
    assertThat(staple.thisUpdate()).isEqualTo(FROM);
    assertThat(staple.validUntil()).isEqualTo(TO);
    assertThat(staple.isValid(NOW)).isTrue();
    assertThat(staple.isValid(TO)).isFalse();
    assertThat(staple.isValid(FROM.minusSeconds(1))).isFalse();
  }

  private void expect(byte[] der, String words) {
    assertThatThrownBy(() -> OcspStaple.parse(der, site.certificate()))
        .isInstanceOf(DerException.class)
        .hasMessageContaining(words);
  }

  @Test
  void whatIsNotGoodForThisCertificateIsNotStapled() {
    expect(ocsp(root, BigInteger.TEN, TestPki.good(), TO), "another certificate");
    byte[] revoked = DerWriter.tagged(1, DerWriter.nothing());
    expect(ocsp(root, serial(), revoked, TO), "revoked");
    byte[] unknown = DerWriter.element(DerTag.primitive(2));
    expect(ocsp(root, serial(), unknown, TO), "unknown");
    byte[] tryLater = DerWriter.sequence(DerWriter.element(DerTag.ENUMERATED, new byte[] {3}));
    expect(tryLater, "error of the responder");
  }

  @Test
  void anAnswerThatIsCutIsRefusedAtEveryByte() {
    byte[] der = ocsp(root, serial(), TestPki.good(), TO);
    for (int cut = 0; cut < der.length; cut++) {
      byte[] part = Arrays.copyOf(der, cut);
      assertThatThrownBy(() -> OcspStaple.parse(part, site.certificate()))
          .isInstanceOf(DerException.class);
    }
  }

  @Test
  void whatOpensslAnswersIsRead() throws Exception {
    TestPki.write(folder, "ca.pem", root.pem());
    TestPki.write(folder, "ca.key", root.keyPem());
    TestPki.write(folder, "leaf.pem", site.pem());
    String line =
        "V\t360601120000Z\t\t" + serial().toString(16).toUpperCase() + "\tunknown\t/CN=leaf\n";
    TestPki.write(folder, "index.txt", line);
    OpenSsl.run(
        folder,
        "ocsp",
        "-issuer",
        "ca.pem",
        "-cert",
        "leaf.pem",
        "-reqout",
        "req.der",
        "-no_nonce");
    OpenSsl.run(
        folder,
        "ocsp",
        "-index",
        "index.txt",
        "-rsigner",
        "ca.pem",
        "-rkey",
        "ca.key",
        "-CA",
        "ca.pem",
        "-reqin",
        "req.der",
        "-respout",
        "resp.der",
        "-ndays",
        "3");
    byte[] der = Files.readAllBytes(folder.resolve("resp.der"));
    OcspStaple staple = OcspStaple.parse(der, site.certificate());
    assertThat(staple.validUntil()).isEqualTo(staple.thisUpdate().plusSeconds(3 * 24 * 3600));
  }

  @Test
  void aFileThatCannotBeStapledIsAWarning() {
    Path cert = TestPki.write(folder, "c.pem", site.pem());
    Path key = TestPki.write(folder, "k.pem", site.keyPem());
    for (byte[] bad :
        new byte[][] {{1}, ocsp(root, serial(), TestPki.good(), NOW.minusSeconds(1))}) {
      Path ocsp = TestPki.write(folder, "o.der", bad);
      IdentitySpec spec = new IdentitySpec(cert, key, null, ocsp, IdentitySpec.Purpose.SERVER);
      LoadedIdentity loaded = new IdentityReader(new CertificateParser()).read(spec, NOW);
      assertThat(loaded.problems())
          .singleElement()
          .matches(p -> !p.isError() && p.file().endsWith("o.der"));
      assertThat(loaded.identity().stapleAt(NOW)).isNull();
    }
  }
}
