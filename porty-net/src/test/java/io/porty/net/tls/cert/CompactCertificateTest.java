package io.porty.net.tls.cert;

import static io.porty.net.tls.TestPki.intermediate;
import static io.porty.net.tls.TestPki.leaf;
import static io.porty.net.tls.TestPki.root;
import static org.assertj.core.api.Assertions.assertThat;

import io.porty.net.tls.OpenSsl;
import io.porty.net.tls.TestPki.Issued;
import io.porty.net.tls.der.Oids;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A certificate by its bytes says what the JDK's parser says of it. */
class CompactCertificateTest {

  private static final List<String> LOOKED_FOR =
      List.of(
          Oids.SUBJECT_ALT_NAME,
          Oids.AUTHORITY_KEY_ID,
          Oids.SUBJECT_KEY_ID,
          Oids.AUTHORITY_INFO,
          Oids.TLS_FEATURE,
          Oids.KEY_USAGE);

  @TempDir Path folder;

  private static X509Certificate byJdk(byte[] der) throws CertificateException {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
  }

  /** Made by openssl, self-signed, no authority. */
  private byte[] openssl(String... keyOptions) throws Exception {
    List<String> command = new ArrayList<>(List.of("req", "-x509", "-nodes", "-keyout", "k"));
    command.addAll(List.of("-out", "c", "-subj", "/C=DE/O=Ähren & Co/CN=shop.example", "-utf8"));
    command.addAll(List.of("-addext", "basicConstraints=critical,CA:FALSE"));
    command.addAll(List.of("-addext", "subjectAltName=DNS:shop.example,IP:::1"));
    command.addAll(List.of("-addext", "extendedKeyUsage=serverAuth,clientAuth"));
    command.addAll(List.of("-addext", "keyUsage=critical,digitalSignature"));
    command.addAll(List.of("-addext", "tlsfeature=status_request"));
    command.addAll(List.of("-addext", "authorityInfoAccess=caIssuers;URI:http://ca.example/i"));
    command.addAll(List.of(keyOptions));
    OpenSsl.run(folder, command.toArray(String[]::new));
    CertificateProblems problems = new CertificateProblems();
    byte[] file = FileBytes.read(folder.resolve("c"), FileBytes.MAX_PAIR, problems);
    return PemReader.read("c", file, problems).get(0).der();
  }

  /** Null if it is left to the JDK, or refused by it. */
  private static @Nullable CompactCertificate byBytes(byte[] der) {
    try {
      return CompactCertificate.of(der);
    } catch (CertificateException e) {
      return null;
    }
  }

  private static void isTheSame(byte[] der) throws Exception {
    CompactCertificate mine = CompactCertificate.of(der);
    X509Certificate jdk = byJdk(der);
    assertThat(mine).isNotNull();
    assertThat(mine.getEncoded()).isEqualTo(der);
    assertThat(mine.equals(jdk) && jdk.equals(mine)).isTrue();
    assertThat(mine.hashCode()).isEqualTo(jdk.hashCode());
    assertThat(mine.issuer()).isEqualTo(jdk.getIssuerX500Principal().getEncoded());
    assertThat(mine.subject()).isEqualTo(jdk.getSubjectX500Principal().getEncoded());
    assertThat(mine.getIssuerX500Principal()).isEqualTo(jdk.getIssuerX500Principal());
    assertThat(mine.getSubjectX500Principal()).isEqualTo(jdk.getSubjectX500Principal());
    assertThat(mine.key()).isEqualTo(jdk.getPublicKey().getEncoded());
    assertThat(mine.keyType()).isEqualTo(KeyType.of(jdk.getPublicKey()));
    assertThat(mine.getNotBefore()).isEqualTo(jdk.getNotBefore());
    assertThat(mine.getNotAfter()).isEqualTo(jdk.getNotAfter());
    assertThat(mine.getVersion()).isEqualTo(jdk.getVersion());
    assertThat(mine.getSigAlgName()).isEqualTo(jdk.getSigAlgName());
    assertThat(mine.getSigAlgOID()).isEqualTo(jdk.getSigAlgOID());
    assertThat(mine.getBasicConstraints()).isEqualTo(jdk.getBasicConstraints());
    assertThat(mine.getIssuerUniqueID()).isEqualTo(jdk.getIssuerUniqueID());
    assertThat(mine.getSubjectUniqueID()).isEqualTo(jdk.getSubjectUniqueID());
    assertThat(mine.getKeyUsage()).isEqualTo(jdk.getKeyUsage());
    assertThat(mine.hasUnsupportedCriticalExtension()).isFalse();
    assertThat(jdk.hasUnsupportedCriticalExtension()).isFalse();
    for (String oid : LOOKED_FOR) {
      assertThat(mine.getExtensionValue(oid)).as(oid).isEqualTo(jdk.getExtensionValue(oid));
    }
    assertThat(Weakness.ofKey(jdk)).isNull();
    assertThat(Weakness.ofSignature(jdk)).isNull();
  }

  @Test
  void ecCertificatesAreReadAsTheJdkReadsThem() throws Exception {
    Issued root = root("Root");
    Issued middle = intermediate(root, "Middle");
    isTheSame(root.certificate().getEncoded());
    isTheSame(middle.certificate().getEncoded());
    isTheSame(leaf(middle, "a.example").certificate().getEncoded());
    for (String curve : List.of("P-256", "P-384", "P-521")) {
      isTheSame(openssl("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:" + curve));
    }
  }

  @Test
  void rsaCertificatesAreReadAsTheJdkReadsThem() throws Exception {
    byte[] rsa = openssl("-newkey", "rsa:2048");
    isTheSame(rsa);
    X509Certificate mine = CompactCertificate.of(rsa);
    X509Certificate jdk = byJdk(rsa);
    assertThat(mine.getExtendedKeyUsage()).isEqualTo(jdk.getExtendedKeyUsage()).hasSize(2);
    assertThat(List.copyOf(mine.getSubjectAlternativeNames()))
        .isEqualTo(List.copyOf(jdk.getSubjectAlternativeNames()))
        .hasSize(2);
    assertThat(mine.getSerialNumber()).isEqualTo(jdk.getSerialNumber());
    assertThat(mine.toString()).isEqualTo(jdk.toString());
    mine.verify(jdk.getPublicKey());
    mine.checkValidity();
    isTheSame(openssl("-newkey", "rsa:3072", "-sha384", "-days", "20000"));
  }

  @Test
  void whatIsWeakOrUnusualIsLeftToTheJdk() throws Exception {
    assertThat(CompactCertificate.of(openssl("-newkey", "rsa:1024"))).isNull();
    assertThat(CompactCertificate.of(openssl("-newkey", "rsa:2048", "-sha1"))).isNull();
    assertThat(CompactCertificate.of(openssl("-newkey", "ed25519"))).isNull();
    String critical = "1.2.3.4=critical,DER:0500";
    String[] ec = {"-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-addext", critical};
    assertThat(CompactCertificate.of(openssl(ec))).isNull();
    assertThat(CompactCertificate.of("no certificate".getBytes(StandardCharsets.US_ASCII)))
        .isNull();
    assertThat(CompactCertificate.of(new byte[0])).isNull();
  }

  @Test
  void nothingIsTakenThatTheJdkRefuses() throws Exception {
    Random random = new Random(18);
    List<byte[]> all =
        List.of(
            leaf(intermediate(root("Root"), "Middle"), "a.example").certificate().getEncoded(),
            intermediate(root("Root"), "Middle").certificate().getEncoded(),
            openssl("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-384"),
            openssl("-newkey", "rsa:2048"));
    int taken = 0;
    for (byte[] good : all) {
      for (int i = 0; i < good.length * 12; i++) {
        byte[] der = good.clone();
        int at = i % der.length;
        int mask = i / der.length < 8 ? 1 << (i / der.length) : 1 + random.nextInt(255);
        der[at] ^= (byte) mask;
        CompactCertificate compact = byBytes(der);
        if (compact != null) {
          taken++;
          assertThat(compact.getPublicKey()) // by the JDK
              .as("%s at %d: %s", mask, at, Base64.getEncoder().encodeToString(der))
              .isNotNull();
          isTheSame(der);
        }
      }
      for (int length = 0; length < good.length; length++) {
        assertThat(CompactCertificate.of(Arrays.copyOf(good, length))).isNull();
      }
    }
    assertThat(taken).isPositive();
  }
}
