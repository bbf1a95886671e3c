package io.porty.testkit;

import io.porty.net.tls.local.CertificateBuilder;
import io.porty.net.tls.local.Extensions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;

/**
 * A certificate authority for tests: a root, an intermediate, and what they issue, written as PEM
 * into a folder.
 *
 * <pre>{@code
 * TestCertificates certificates = TestCertificates.in(folder);
 * TestCertificate shop = certificates.server("shop.test", "127.0.0.1");
 * TestCertificate late = certificates.request().names("late.test").expired().issue();
 * }</pre>
 *
 * <p>For one thread.
 *
 * @since 0.2
 */
public final class TestCertificates {

  private static final Duration LIFETIME = Duration.ofDays(3650);

  private final Path folder;
  private final KeyPair rootKeys;
  private final KeyPair intermediateKeys;
  private final X509Certificate root;
  private final X509Certificate intermediate;
  private final Path authority;
  private int issued;

  private TestCertificates(Path folder) {
    this.folder = folder;
    this.rootKeys = TestKeys.ec("secp256r1");
    this.intermediateKeys = TestKeys.ec("secp256r1");
    try {
      root = authority(rootKeys, "Test root", 1).selfSigned(rootKeys.getPrivate());
      intermediate =
          authority(intermediateKeys, "Test intermediate", 0)
              .with(Extensions.authorityKeyId(rootKeys.getPublic()))
              .signedBy(root, rootKeys.getPrivate());
      Files.createDirectories(folder);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    authority = TestKeys.write(folder.resolve("ca.pem"), TestKeys.pem(root));
  }

  private static CertificateBuilder authority(KeyPair keys, String name, int pathLength) {
    Instant now = Instant.now();
    return new CertificateBuilder(
            keys.getPublic(), now.minus(Duration.ofDays(400)), now.plus(LIFETIME))
        .commonName(name)
        .with(Extensions.authority(pathLength))
        .with(Extensions.keyUsage(Extensions.CERT_AND_CRL_SIGN))
        .with(Extensions.subjectKeyId(keys.getPublic()));
  }

  /**
   * A new authority.
   *
   * @param folder for its files; made if it is not there
   * @return the authority
   */
  public static TestCertificates in(Path folder) {
    return new TestCertificates(folder);
  }

  /**
   * What its clients trust.
   *
   * @return PEM of the root
   */
  public Path authority() {
    return authority;
  }

  /**
   * The root itself.
   *
   * @return the certificate in {@link #authority}
   */
  public X509Certificate root() {
    return root;
  }

  /**
   * A good certificate of a server: EC P-256, for 30 days, with the intermediate.
   *
   * @param names hosts, wildcards and IP addresses
   * @return the certificate and its files
   */
  public TestCertificate server(String... names) {
    return request().names(names).issue();
  }

  /**
   * A good certificate of a client.
   *
   * @param commonName of its subject
   * @return the certificate and its files
   */
  public TestCertificate client(String commonName) {
    return request().commonName(commonName).client().issue();
  }

  /**
   * Any other certificate, bad ones too.
   *
   * @return what to ask for
   */
  public TestCertificateRequest request() {
    return new TestCertificateRequest(this, "cert" + ++issued);
  }

  /**
   * The revocation lists of the root and the intermediate, in one file that replaces the one
   * before.
   *
   * @param nextUpdate the end of both
   * @param revoked certificates that are not good any more
   * @return PEM
   */
  public Path revocationLists(Instant nextUpdate, TestCertificate... revoked) {
    return TestKeys.write(
        folder.resolve("lists.crl"),
        TestRevocation.pem(root, rootKeys, nextUpdate)
            + TestRevocation.pem(intermediate, intermediateKeys, nextUpdate, revoked));
  }

  Path folder() {
    return folder;
  }

  KeyPair intermediateKeys() {
    return intermediateKeys;
  }

  X509Certificate intermediate() {
    return intermediate;
  }
}
