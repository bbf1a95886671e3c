package io.porty.net.tls.cert;

import java.security.cert.X509Certificate;

/**
 * A certificate of a chain and where it stands.
 *
 * @param line of its PEM block
 */
record ChainLink(X509Certificate certificate, int line) {

  /** The subject, for messages. */
  String subject() {
    return SubjectText.of(certificate.getSubjectX500Principal());
  }

  String issuer() {
    return SubjectText.of(certificate.getIssuerX500Principal());
  }

  /** Whether subject and issuer are the same name. */
  boolean isRoot() {
    return certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
  }
}
