package io.porty.net.tls.jdk;

import java.security.AlgorithmConstraints;
import java.security.AlgorithmParameters;
import java.security.CryptoPrimitive;
import java.security.Key;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the JDK from groups for key exchange that BoringSSL has not. It would do finite-field ones
 * of up to 8192 bits, which cost a server far more than a client (D(HE)at, CVE-2002-20001). P-521
 * stays: without it the JDK does not sign with keys on it, either. {@code
 * SSLParameters.setNamedGroups} comes with JDK 20 only. Stateless.
 */
final class UsualGroups implements AlgorithmConstraints {

  private static final String FINITE_FIELD = "ffdhe";
  private static final String X448 = "x448";

  @Override
  public boolean permits(
      Set<CryptoPrimitive> primitives, String algorithm, @Nullable AlgorithmParameters parameters) {
    return !primitives.contains(CryptoPrimitive.KEY_AGREEMENT)
        || (!algorithm.startsWith(FINITE_FIELD) && !algorithm.equals(X448));
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
