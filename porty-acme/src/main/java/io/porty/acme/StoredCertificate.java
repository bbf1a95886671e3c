package io.porty.acme;

import java.security.PrivateKey;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/**
 * A certificate that the authority issued, with its key.
 *
 * @param chain the leaf first
 */
record StoredCertificate(List<X509Certificate> chain, PrivateKey key) {

  private static final Integer DNS_NAME = 2;

  StoredCertificate {
    chain = List.copyOf(chain);
    if (chain.isEmpty()) {
      throw new IllegalArgumentException("a chain has a leaf");
    }
  }

  X509Certificate leaf() {
    return chain.get(0);
  }

  /** Whether a host is among its subjectAltNames. */
  boolean isFor(String host) {
    try {
      Collection<List<?>> names = leaf().getSubjectAlternativeNames();
      return names != null
          && names.stream()
              .anyMatch(
                  name ->
                      DNS_NAME.equals(name.get(0)) && host.equalsIgnoreCase((String) name.get(1)));
    } catch (CertificateParsingException e) {
      return false;
    }
  }

  Instant notBefore() {
    return leaf().getNotBefore().toInstant();
  }

  Instant notAfter() {
    return leaf().getNotAfter().toInstant();
  }

  /** Without the key. */
  @Override
  public String toString() {
    return "certificate until " + notAfter();
  }
}
