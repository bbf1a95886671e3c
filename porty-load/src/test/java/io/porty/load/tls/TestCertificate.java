package io.porty.load.tls;

import io.porty.net.tls.local.CertificateBuilder;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Instant;

/** A certificate that nobody trusts. */
final class TestCertificate {

  static X509Certificate named(String name) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(256);
      KeyPair keys = generator.generateKeyPair();
      Instant now = Instant.now();
      return new CertificateBuilder(keys.getPublic(), now, now.plusSeconds(60))
          .commonName(name)
          .selfSigned(keys.getPrivate());
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private TestCertificate() {}
}
