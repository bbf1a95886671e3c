package io.porty.net.tls.cert;

import io.porty.net.tls.cert.IdentitySpec.Purpose;
import io.porty.net.tls.der.DerException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Checks a certificate that comes from a plugin and not from files, like one from files. */
public final class IssuedIdentity {

  /** The clocks of an authority and of clients may be so far behind this one. */
  private static final Duration CLOCK_SKEW = Duration.ofMinutes(5);

  /**
   * @param source its name, for messages and pages
   * @param chain the leaf first
   * @throws IllegalArgumentException if it cannot be shown to clients; the message says why
   */
  public static Identity of(
      String source, List<X509Certificate> chain, PrivateKey key, Instant now) {
    if (chain.isEmpty()) {
      throw new IllegalArgumentException("a chain has a leaf");
    }
    X509Certificate leaf = chain.get(0);
    if (now.isAfter(leaf.getNotAfter().toInstant())) {
      throw new IllegalArgumentException("expired at " + leaf.getNotAfter().toInstant());
    }
    Instant start = leaf.getNotBefore().toInstant();
    if (start.isAfter(now.plus(CLOCK_SKEW))) {
      throw new IllegalArgumentException("not valid before " + start + ", and it is " + now);
    }
    SubjectNames names = names(leaf);
    CertificateProblems problems = new CertificateProblems();
    ChainChecks checks =
        new ChainChecks(
            source,
            chain.stream().map(one -> new ChainLink(one, 0)).toList(),
            Proof.SIGNATURES,
            problems);
    checks.key(key, source);
    checks.signatures();
    checks.strength();
    checks.names(names, Purpose.SERVER);
    Optional<CertificateProblem> error =
        problems.list().stream().filter(CertificateProblem::isError).findFirst();
    if (error.isPresent()) {
      throw new IllegalArgumentException(error.get().message());
    }
    String host = names.all().get(0);
    return new Identity(List.of(source + ":" + host), chain, key, names, null);
  }

  private static SubjectNames names(X509Certificate leaf) {
    try {
      return SubjectNames.of(leaf);
    } catch (DerException e) {
      throw new IllegalArgumentException("has a malformed subjectAltName", e);
    }
  }

  private IssuedIdentity() {}
}
