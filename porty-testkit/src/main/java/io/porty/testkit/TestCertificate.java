package io.porty.testkit;

import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * A certificate that {@link TestCertificates} has issued, in memory and as files.
 *
 * @param cert PEM: the leaf, then the intermediate unless it was left out
 * @param key PEM of PKCS#8, for its owner only
 * @param chain what {@code cert} has
 * @param privateKey of the leaf, even if {@code key} has another on purpose
 * @since 0.2
 */
public record TestCertificate(
    Path cert, Path key, List<X509Certificate> chain, PrivateKey privateKey) {

  /** Copies the chain. */
  public TestCertificate {
    chain = List.copyOf(chain);
  }

  /**
   * The certificate itself.
   *
   * @return the first of the chain
   */
  public X509Certificate leaf() {
    return chain.get(0);
  }

  /** The files; no part of the key. */
  @Override
  public String toString() {
    return cert + " and " + key;
  }
}
