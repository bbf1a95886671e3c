package io.porty.net.tls;

import io.porty.api.PeerCertificate;
import io.porty.net.tls.cert.Fingerprint;
import io.porty.net.tls.cert.SubjectText;
import java.security.cert.X509Certificate;

/** What records and routers see of a peer's certificate. */
public final class PeerCertificates {

  /** Of a certificate that was verified. */
  public static PeerCertificate of(X509Certificate certificate) {
    return new PeerCertificate(
        SubjectText.of(certificate.getSubjectX500Principal()),
        Fingerprint.sha256(certificate),
        certificate);
  }

  private PeerCertificates() {}
}
