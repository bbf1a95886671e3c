package io.porty.net.tls.verify;

import io.porty.net.tls.cert.CertificateFacts;
import io.porty.net.tls.cert.SubjectText;
import io.porty.net.tls.cert.Weakness;
import io.porty.net.tls.der.Oids;
import io.porty.net.tls.verify.Verification.Reason;
import io.porty.net.tls.verify.Verification.Refused;
import io.porty.net.tls.verify.Verification.Trusted;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Validates one path against one authority: the JDK's PKIX (RFC 5280 section 6.1), and besides
 * purposes, strength, and the authority's own dates and name constraints.
 */
final class PathValidator {

  private final String usage;

  /**
   * @param usage an extended key usage that every certificate of a path must allow
   */
  PathValidator(String usage) {
    this.usage = usage;
  }

  Verification validate(List<X509Certificate> path, X509Certificate anchor, Instant now) {
    List<X509Certificate> all = new ArrayList<>(path);
    boolean self = anchor.getSubjectX500Principal().equals(anchor.getIssuerX500Principal());
    if (self && anchor.getExtensionValue(Oids.NAME_CONSTRAINTS) != null) {
      // The JDK takes no constraints from an anchor, but from a certificate that it has signed.
      all.add(anchor);
    }
    Refused refused = checkEach(path, now);
    if (refused == null) {
      refused = dates(anchor, now);
    }
    if (refused == null) {
      refused = pkix(all, anchor, now);
    }
    return refused != null ? refused : new Trusted(List.copyOf(path), end(path));
  }

  private static Instant end(List<X509Certificate> path) {
    Instant end = Instant.MAX;
    for (X509Certificate one : path) {
      Instant to = one.getNotAfter().toInstant();
      end = to.isBefore(end) ? to : end;
    }
    return end;
  }

  /** What each certificate must have by itself; null if all have. */
  @Nullable Refused checkEach(List<X509Certificate> path, Instant now) {
    for (X509Certificate one : path) {
      Refused refused = dates(one, now);
      if (refused == null) {
        refused = purpose(one);
      }
      if (refused == null) {
        refused = strength(one);
      }
      if (refused != null) {
        return refused;
      }
    }
    boolean[] keyUsage = path.get(0).getKeyUsage();
    return keyUsage == null || keyUsage[0]
        ? null
        : refused(Reason.WRONG_PURPOSE, path.get(0), "may not sign (key usage)");
  }

  private static @Nullable Refused dates(X509Certificate one, Instant now) {
    Instant from = one.getNotBefore().toInstant();
    Instant to = one.getNotAfter().toInstant();
    if (now.isAfter(to)) {
      return refused(Reason.EXPIRED, one, "expired at " + to);
    }
    return now.isBefore(from)
        ? refused(Reason.NOT_YET_VALID, one, "is not valid before " + from)
        : null;
  }

  private @Nullable Refused purpose(X509Certificate one) {
    String name = usage.equals(Oids.CLIENT_AUTH) ? "clientAuth" : "serverAuth";
    return CertificateFacts.allows(one, usage)
        ? null
        : refused(Reason.WRONG_PURPOSE, one, "is not for " + name + " (extended key usage)");
  }

  private static @Nullable Refused strength(X509Certificate one) {
    String key = Weakness.ofKey(one);
    String weak = key != null ? key : Weakness.ofSignature(one);
    return weak == null ? null : refused(Reason.WEAK, one, "has " + weak);
  }

  private static @Nullable Refused pkix(
      List<X509Certificate> path, X509Certificate anchor, Instant now) {
    try {
      PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(anchor, null)));
      parameters.setRevocationEnabled(false);
      parameters.setDate(Date.from(now));
      CertPathValidator.getInstance("PKIX")
          .validate(CertificateFactory.getInstance("X.509").generateCertPath(path), parameters);
      return null;
    } catch (CertPathValidatorException e) {
      int index = Math.max(0, Math.min(e.getIndex(), path.size() - 1));
      Reason reason =
          e.getReason() == BasicReason.ALGORITHM_CONSTRAINED ? Reason.WEAK : Reason.BAD_PATH;
      return refused(reason, path.get(index), "is not valid: " + e.getMessage());
    } catch (GeneralSecurityException e) {
      return refused(Reason.BAD_PATH, path.get(0), "cannot be verified");
    }
  }

  private static Refused refused(Reason reason, X509Certificate which, String why) {
    String subject = SubjectText.of(which.getSubjectX500Principal());
    return new Refused(reason, (subject.isEmpty() ? "the certificate" : subject) + " " + why);
  }
}
