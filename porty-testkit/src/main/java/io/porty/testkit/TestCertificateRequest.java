package io.porty.testkit;

import io.porty.net.tls.der.Oids;
import io.porty.net.tls.local.CertificateBuilder;
import io.porty.net.tls.local.Extensions;
import io.porty.net.tls.local.SignatureScheme;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A certificate to be issued by {@link TestCertificates}: EC P-256, from yesterday for 30 days, for
 * servers, with its intermediate, unless something else is asked for.
 *
 * @since 0.2
 */
public final class TestCertificateRequest {

  private final TestCertificates authority;
  private String file;
  private String commonName = "Test leaf";
  private List<String> names = List.of();
  private KeyPair keys = TestKeys.ec("secp256r1");
  private Instant from = Instant.now().minus(Duration.ofDays(1));
  private Instant to = Instant.now().plus(Duration.ofDays(30));
  private String usage = Oids.SERVER_AUTH;
  private SignatureScheme scheme = SignatureScheme.ECDSA_SHA256;
  private final List<byte[]> extensions = new ArrayList<>();
  private boolean complete = true;
  private boolean ownKey = true;

  TestCertificateRequest(TestCertificates authority, String file) {
    this.authority = authority;
    this.file = file;
  }

  /**
   * The name of its files.
   *
   * @param name without an ending; files of that name are replaced
   * @return this
   */
  public TestCertificateRequest file(String name) {
    this.file = name;
    return this;
  }

  /**
   * The subject.
   *
   * @param name its common name, and nothing else
   * @return this
   */
  public TestCertificateRequest commonName(String name) {
    this.commonName = name;
    return this;
  }

  /**
   * The subjectAltName; without it there is none.
   *
   * @param all hosts, wildcards and IP addresses
   * @return this
   */
  public TestCertificateRequest names(String... all) {
    this.names = List.of(all);
    return this;
  }

  /**
   * An RSA key.
   *
   * @param bits of its modulus; 1024 is refused by Porty
   * @return this
   */
  public TestCertificateRequest rsa(int bits) {
    this.keys = TestKeys.rsa(bits);
    return this;
  }

  /**
   * An EC key.
   *
   * @param curve such as {@code secp384r1}
   * @return this
   */
  public TestCertificateRequest ec(String curve) {
    this.keys = TestKeys.ec(curve);
    return this;
  }

  /**
   * Its time.
   *
   * @param notBefore its first second
   * @param notAfter its last second
   * @return this
   */
  public TestCertificateRequest valid(Instant notBefore, Instant notAfter) {
    this.from = notBefore;
    this.to = notAfter;
    return this;
  }

  /**
   * One that ended an hour ago.
   *
   * @return this
   */
  public TestCertificateRequest expired() {
    return valid(Instant.now().minus(Duration.ofDays(90)), Instant.now().minusSeconds(3600));
  }

  /**
   * One for clients only.
   *
   * @return this
   */
  public TestCertificateRequest client() {
    this.usage = Oids.CLIENT_AUTH;
    return this;
  }

  /**
   * One that demands an OCSP staple.
   *
   * @return this
   */
  public TestCertificateRequest mustStaple() {
    extensions.add(Extensions.mustStaple());
    return this;
  }

  /**
   * A signature with SHA-1.
   *
   * @return this
   */
  public TestCertificateRequest sha1() {
    this.scheme = SignatureScheme.ECDSA_SHA1;
    return this;
  }

  /**
   * A file of the certificate without the intermediate.
   *
   * @return this
   */
  public TestCertificateRequest withoutIntermediate() {
    this.complete = false;
    return this;
  }

  /**
   * A file of the key that has another key.
   *
   * @return this
   */
  public TestCertificateRequest wrongKey() {
    this.ownKey = false;
    return this;
  }

  /**
   * Issues it and writes the files.
   *
   * @return the certificate and its files
   */
  public TestCertificate issue() {
    X509Certificate leaf;
    try {
      leaf = sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
    List<X509Certificate> chain = new ArrayList<>(List.of(leaf));
    StringBuilder pem = new StringBuilder(TestKeys.pem(leaf));
    if (complete) {
      chain.add(authority.intermediate());
      pem.append(TestKeys.pem(authority.intermediate()));
    }
    PrivateKey written = ownKey ? keys.getPrivate() : TestKeys.ec("secp256r1").getPrivate();
    Path cert = TestKeys.write(authority.folder().resolve(file + ".pem"), pem.toString());
    Path key =
        TestKeys.write(
            authority.folder().resolve(file + ".key"),
            TestKeys.pem("PRIVATE KEY", written.getEncoded()));
    return new TestCertificate(cert, key, chain, keys.getPrivate());
  }

  private X509Certificate sign() throws GeneralSecurityException {
    KeyPair signer = authority.intermediateKeys();
    CertificateBuilder builder =
        new CertificateBuilder(keys.getPublic(), from, to)
            .commonName(commonName)
            .with(Extensions.keyUsage(Extensions.DIGITAL_SIGNATURE))
            .with(Extensions.extendedKeyUsage(usage))
            .with(Extensions.subjectKeyId(keys.getPublic()))
            .with(Extensions.authorityKeyId(signer.getPublic()));
    if (!names.isEmpty()) {
      builder.with(Extensions.subjectAltName(names));
    }
    extensions.forEach(builder::with);
    byte[] issuer = authority.intermediate().getSubjectX500Principal().getEncoded();
    return builder.sign(issuer, signer.getPrivate(), scheme);
  }
}
