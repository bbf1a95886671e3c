package io.porty.bench.side;

import io.porty.net.tls.local.CertificateBuilder;
import io.porty.net.tls.local.Extensions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;

/**
 * Many certificates of one authority for one key pair of openssl's, each with its intermediate and
 * the key in a file of its own.
 */
final class ManyCertificates {

  private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

  /** The name of a certificate. */
  static String host(int number) {
    return "host" + number + ".example";
  }

  /** The file of a certificate. */
  static Path file(Path folder, int number) {
    return folder.resolve(number + ".pem");
  }

  /**
   * @param pair the folder of ec.pem and ec.key
   */
  static void write(Path folder, Path pair, int count) throws IOException {
    Files.createDirectories(folder);
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    String key = Files.readString(pair.resolve("ec.key"));
    try {
      PublicKey certified = certificate(pair.resolve("ec.pem")).getPublicKey();
      KeyPair root = keys();
      KeyPair middle = keys();
      X509Certificate authority = authority("Root", root).selfSigned(root.getPrivate());
      X509Certificate issuer =
          authority("Middle", middle)
              .with(Extensions.authorityKeyId(root.getPublic()))
              .signedBy(authority, root.getPrivate());
      String rest = pem(issuer) + key;
      for (int i = 0; i < count; i++) {
        X509Certificate leaf =
            new CertificateBuilder(certified, from(), to())
                .commonName(host(i))
                .with(Extensions.keyUsage(Extensions.DIGITAL_SIGNATURE))
                .with(Extensions.subjectAltName(List.of(host(i))))
                .with(Extensions.subjectKeyId(certified))
                .with(Extensions.authorityKeyId(middle.getPublic()))
                .signedBy(issuer, middle.getPrivate());
        Path file = Files.writeString(file(folder, i), pem(leaf) + rest);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
      }
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static X509Certificate certificate(Path file)
      throws IOException, GeneralSecurityException {
    try (InputStream in = Files.newInputStream(file)) {
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
    }
  }

  private static KeyPair keys() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(256);
    return generator.generateKeyPair();
  }

  private static CertificateBuilder authority(String name, KeyPair keys) {
    return new CertificateBuilder(keys.getPublic(), from(), to())
        .commonName(name)
        .with(Extensions.authority(10))
        .with(Extensions.keyUsage(Extensions.CERT_AND_CRL_SIGN))
        .with(Extensions.subjectKeyId(keys.getPublic()));
  }

  private static Instant from() {
    return Instant.now().minus(Duration.ofDays(1));
  }

  private static Instant to() {
    return Instant.now().plus(Duration.ofDays(60));
  }

  private static String pem(X509Certificate certificate) throws GeneralSecurityException {
    return "-----BEGIN CERTIFICATE-----\n"
        + LINES.encodeToString(certificate.getEncoded())
        + "\n-----END CERTIFICATE-----\n";
  }

  private ManyCertificates() {}
}
