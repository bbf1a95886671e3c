package io.porty.acme;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/**
 * A certificate that the authority issued, with its key.
 *
 * @param chain the leaf first
 */
record StoredCertificate(List<X509Certificate> chain, PrivateKey key) {

  StoredCertificate {
    chain = List.copyOf(chain);
    if (chain.isEmpty()) {
      throw new IllegalArgumentException("a chain has a leaf");
    }
  }

  X509Certificate leaf() {
    return chain.get(0);
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
