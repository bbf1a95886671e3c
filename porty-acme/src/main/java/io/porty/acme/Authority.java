package io.porty.acme;

import java.security.cert.X509Certificate;
import org.jspecify.annotations.Nullable;

/** Who issues certificates. Its methods block; not thread-safe. */
interface Authority {

  /**
   * Obtains a certificate.
   *
   * @param replaces the one it takes the place of; null if there is none
   * @throws IssueException if there is none; the message says why
   * @throws InterruptedException if the thread is to end
   */
  StoredCertificate issue(String host, @Nullable X509Certificate replaces)
      throws IssueException, InterruptedException;

  /**
   * When a certificate is to be renewed.
   *
   * @return null if the authority gives no advice
   * @throws IssueException if it cannot be asked
   * @throws InterruptedException if the thread is to end
   */
  @Nullable RenewalAdvice advice(X509Certificate certificate)
      throws IssueException, InterruptedException;

  /** Nothing is asked for a while: frees what it holds. */
  default void rest() {}
}
