package io.porty.net.tls.verify;

import io.porty.net.tls.RejectedCertificateException;
import io.porty.net.tls.RejectedCertificateException.Check;

/** Refused certificates as handshakes have them. */
public final class Rejections {

  /**
   * Passes what is trusted.
   *
   * @throws RejectedCertificateException if it is refused
   */
  public static void check(Verification result) throws RejectedCertificateException {
    if (result instanceof Verification.Refused refused) {
      throw new RejectedCertificateException(check(refused.reason()), refused.message());
    }
  }

  private static Check check(Verification.Reason reason) {
    return switch (reason) {
      case UNKNOWN_AUTHORITY, BAD_PATH -> Check.ISSUER;
      case EXPIRED, NOT_YET_VALID -> Check.DATES;
      case REVOKED, REVOCATION_UNKNOWN -> Check.REVOCATION;
      case WRONG_NAME -> Check.NAME;
      case ABSENT, TOO_DEEP, WRONG_PURPOSE, WEAK, WRONG_PIN -> Check.OTHER;
    };
  }

  private Rejections() {}
}
