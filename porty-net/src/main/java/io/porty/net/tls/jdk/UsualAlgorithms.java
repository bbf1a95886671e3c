package io.porty.net.tls.jdk;

import java.security.AlgorithmConstraints;
import java.security.AlgorithmParameters;
import java.security.CryptoPrimitive;
import java.security.Key;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the JDK from what BoringSSL does not do. Groups for key exchange: it would do finite-field
 * ones of up to 8192 bits, which cost a server far more than a client (D(HE)at, CVE-2002-20001).
 * P-521 stays: without it the JDK does not sign with keys on it, either. {@code
 * SSLParameters.setNamedGroups} comes with JDK 20 only. Signatures: it would use SHA-1 in TLS 1.2
 * if a client names that first (RFC 9155). Stateless.
 */
final class UsualAlgorithms implements AlgorithmConstraints {

  private static final String FINITE_FIELD = "ffdhe";
  private static final String X448 = "x448";

  /** As in {@code rsa_pkcs1_sha1}. */
  private static final String SHA_1 = "_sha1";

  @Override
  public boolean permits(
      Set<CryptoPrimitive> primitives, String algorithm, @Nullable AlgorithmParameters parameters) {
    if (primitives.contains(CryptoPrimitive.KEY_AGREEMENT)) {
      return !algorithm.startsWith(FINITE_FIELD) && !algorithm.equals(X448);
    }
    return !primitives.contains(CryptoPrimitive.SIGNATURE) || !algorithm.endsWith(SHA_1);
  }

  @Override
  public boolean permits(Set<CryptoPrimitive> primitives, Key key) {
    return true;
  }

  @Override
  public boolean permits(
      Set<CryptoPrimitive> primitives,
      String algorithm,
      Key key,
      @Nullable AlgorithmParameters parameters) {
    return true;
  }
}
