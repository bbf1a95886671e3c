package io.porty.net.tls.verify;

import io.porty.net.tls.cert.SubjectText;
import io.porty.net.tls.verify.Verification.Reason;
import io.porty.net.tls.verify.Verification.Refused;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/**
 * Certificates that their authorities have revoked (RFC 5280 section 6.3). An authority without a
 * list, and one whose lists are past their nextUpdate, has all its certificates refused: failing
 * open is no revocation. Immutable, for any thread.
 */
public final class RevocationLists {

  private final Map<X500Principal, List<X509CRL>> byIssuer = new HashMap<>();

  /**
   * @param lists complete ones, as {@link RevocationFiles} reads them
   */
  public RevocationLists(List<X509CRL> lists) {
    for (X509CRL list : lists) {
      byIssuer.computeIfAbsent(list.getIssuerX500Principal(), i -> new ArrayList<>()).add(list);
    }
  }

  /** Whether there is a list of an authority. */
  public boolean has(X500Principal authority) {
    return byIssuer.containsKey(authority);
  }

  /** When the authority's newest list ends; null without a list, or if no list says. */
  public @Nullable Instant nextUpdate(X500Principal authority) {
    Instant latest = null;
    for (X509CRL list : byIssuer.getOrDefault(authority, List.of())) {
      Date next = list.getNextUpdate();
      if (next != null && (latest == null || next.toInstant().isAfter(latest))) {
        latest = next.toInstant();
      }
    }
    return latest;
  }

  /**
   * Why a certificate is refused; null if it is not.
   *
   * @param issuer key of the authority that signed it, and must have signed the list
   */
  @Nullable Refused check(X509Certificate certificate, PublicKey issuer, Instant now) {
    X500Principal name = certificate.getIssuerX500Principal();
    boolean known = false;
    for (X509CRL list : byIssuer.getOrDefault(name, List.of())) {
      if (isSignedBy(list, issuer)) {
        if (list.isRevoked(certificate)) {
          return new Refused(
              Reason.REVOKED,
              SubjectText.of(certificate.getSubjectX500Principal())
                  + " is revoked (serial "
                  + certificate.getSerialNumber().toString(16)
                  + ")");
        }
        known |= isCurrent(list, now);
      }
    }
    if (known) {
      return null;
    }
    String which = SubjectText.of(name);
    Instant ended = nextUpdate(name);
    return new Refused(
        Reason.REVOCATION_UNKNOWN,
        has(name)
            ? "the revocation list of " + which + " ended at " + ended + " or is not signed by it"
            : "there is no revocation list of " + which);
  }

  private static boolean isCurrent(X509CRL list, Instant now) {
    Date next = list.getNextUpdate();
    return next != null && now.isBefore(next.toInstant());
  }

  private static boolean isSignedBy(X509CRL list, PublicKey issuer) {
    try {
      // The JDK remembers the key that it has verified a list with.
      list.verify(issuer);
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
