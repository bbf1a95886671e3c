package io.porty.testkit;

import io.porty.net.tls.der.DerWriter;
import io.porty.net.tls.local.CertificateBuilder;
import io.porty.net.tls.local.SignatureScheme;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;

/** Revocation lists (RFC 5280 section 5) of {@link TestCertificates}. */
final class TestRevocation {

  private static final String ECDSA_SHA256 = "1.2.840.10045.4.3.2";

  static String pem(
      X509Certificate issuer, KeyPair keys, Instant nextUpdate, TestCertificate... revoked) {
    byte[] from = DerWriter.time(nextUpdate.minus(Duration.ofDays(300)));
    byte[][] entries = new byte[revoked.length][];
    for (int i = 0; i < revoked.length; i++) {
      entries[i] = DerWriter.sequence(DerWriter.integer(revoked[i].leaf().getSerialNumber()), from);
    }
    byte[] body =
        DerWriter.sequence(
            DerWriter.integer(1),
            DerWriter.sequence(DerWriter.oid(ECDSA_SHA256)),
            issuer.getSubjectX500Principal().getEncoded(),
            from,
            DerWriter.time(nextUpdate),
            revoked.length == 0 ? new byte[0] : DerWriter.sequence(entries));
    try {
      byte[] list =
          CertificateBuilder.signed(body, keys.getPrivate(), SignatureScheme.of(keys.getPrivate()));
      return TestKeys.pem("X509 CRL", list);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private TestRevocation() {}
}
