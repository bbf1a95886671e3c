package io.porty.net.tls.upstream;

import io.porty.net.tls.PeerVerifier;
import io.porty.net.tls.RejectedCertificateException;
import io.porty.net.tls.RejectedCertificateException.Check;
import io.porty.net.tls.verify.ServerVerifier;
import io.porty.net.tls.verify.Verification;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Which backends a route trusts.
 *
 * @param verifier null to trust everybody: {@code verify = false}
 * @param clock for the dates of certificates
 */
public record UpstreamTrust(@Nullable ServerVerifier verifier, InstantSource clock) {

  boolean isVerifying() {
    return verifier != null;
  }

  /** The check of a backend that has to be this host. */
  PeerVerifier verifier(String host) {
    ServerVerifier by = verifier;
    if (by == null) {
      return chain -> {};
    }
    return chain -> {
      Verification result = by.verify(chain, host, clock.instant());
      if (result instanceof Verification.Refused refused) {
        throw new RejectedCertificateException(check(refused.reason()), refused.message());
      }
    };
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
}
