package io.porty.net.tls.verify;

import io.porty.net.tls.cert.SubjectText;
import io.porty.net.tls.verify.Verification.Reason;
import io.porty.net.tls.verify.Verification.Refused;
import io.porty.net.tls.verify.Verification.Trusted;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds a path from a leaf to a trusted authority among the certificates that came with it, and has
 * it validated. A path ends at the first authority that is trusted.
 */
final class PathVerifier {

  /** Certificates in a path, the trusted authority not counted. */
  static final int MAX_DEPTH = 5;

  /** Certificates that a peer may send. */
  private static final int MAX_PRESENTED = 10;

  private final TrustAnchors anchors;
  private final PathValidator validator;

  /**
   * @param usage an extended key usage that every certificate must allow
   */
  PathVerifier(TrustAnchors anchors, String usage) {
    this.anchors = anchors;
    this.validator = new PathValidator(usage);
  }

  /**
   * @param presented the leaf first, the others in any order
   */
  Verification verify(List<X509Certificate> presented, Instant now) {
    if (presented.isEmpty()) {
      return new Refused(Reason.ABSENT, "no certificate was sent");
    }
    if (presented.size() > MAX_PRESENTED) {
      return new Refused(Reason.TOO_DEEP, "more than " + MAX_PRESENTED + " certificates were sent");
    }
    X509Certificate leaf = presented.get(0);
    Refused own = validator.checkEach(List.of(leaf), now);
    if (own != null) {
      return own;
    }
    if (anchors.contains(leaf)) {
      return new Trusted(List.of(leaf), leaf.getNotAfter().toInstant());
    }
    return extend(presented, now);
  }

  private Verification extend(List<X509Certificate> presented, Instant now) {
    List<X509Certificate> path = new ArrayList<>(presented.subList(0, 1));
    Refused failure = null;
    while (path.size() <= MAX_DEPTH) {
      X509Certificate last = path.get(path.size() - 1);
      for (X509Certificate anchor : anchors.named(last.getIssuerX500Principal())) {
        Verification result = validator.validate(path, anchor, now);
        if (!(result instanceof Refused refused)) {
          return result;
        }
        failure = failure == null ? refused : failure;
      }
      X509Certificate issuer = issuerOf(last, presented, path);
      if (issuer == null) {
        return failure != null ? failure : unknown(last);
      }
      path.add(issuer);
    }
    return failure != null
        ? failure
        : new Refused(Reason.TOO_DEEP, "the chain has more than " + MAX_DEPTH + " certificates");
  }

  private static Refused unknown(X509Certificate last) {
    String issuer = SubjectText.of(last.getIssuerX500Principal());
    return new Refused(
        Reason.UNKNOWN_AUTHORITY,
        last.getIssuerX500Principal().equals(last.getSubjectX500Principal())
            ? "self-signed certificate " + issuer + " is not trusted"
            : "issuer " + issuer + " is neither trusted nor was its certificate sent");
  }

  private static @Nullable X509Certificate issuerOf(
      X509Certificate issued, List<X509Certificate> presented, List<X509Certificate> path) {
    for (X509Certificate candidate : presented) {
      if (candidate.getSubjectX500Principal().equals(issued.getIssuerX500Principal())
          && !path.contains(candidate)
          && signed(candidate, issued)) {
        return candidate;
      }
    }
    return null;
  }

  private static boolean signed(X509Certificate issuer, X509Certificate issued) {
    try {
      issued.verify(issuer.getPublicKey());
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
