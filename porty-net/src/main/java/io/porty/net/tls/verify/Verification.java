package io.porty.net.tls.verify;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/** What came of verifying a certificate. */
public sealed interface Verification {

  /**
   * It is trusted.
   *
   * @param path the leaf first, without the authority that is trusted
   * @param until the end of the certificate in the path that ends first
   */
  record Trusted(List<X509Certificate> path, Instant until) implements Verification {}

  /**
   * It is not.
   *
   * @param reason which check failed
   * @param message which, on what certificate, with what was found; no secrets
   */
  record Refused(Reason reason, String message) implements Verification {}

  /** The checks, for metrics and for alerts (RFC 8446 section 6.2). */
  enum Reason {
    ABSENT,
    TOO_DEEP,
    UNKNOWN_AUTHORITY,
    BAD_PATH,
    EXPIRED,
    NOT_YET_VALID,
    WRONG_PURPOSE,
    WEAK,
    REVOKED,
    REVOCATION_UNKNOWN,
    WRONG_NAME,
    WRONG_PIN
  }
}
