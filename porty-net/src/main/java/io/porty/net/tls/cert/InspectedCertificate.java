package io.porty.net.tls.cert;

import io.porty.net.tls.der.DerException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the files of a certificate have, whether or not it can be used.
 *
 * @param chain the leaf first; empty if there is no certificate
 * @param problems errors and warnings, as for a configuration
 */
public record InspectedCertificate(List<X509Certificate> chain, List<CertificateProblem> problems) {

  /** Whether it is an authority's: nothing that clients are shown. */
  private static boolean isAuthority(List<X509Certificate> chain) {
    return !chain.isEmpty() && chain.get(0).getBasicConstraints() >= 0;
  }

  /** Reads and checks a pair; the key too, if one was given. Waits for the disk. */
  public static InspectedCertificate of(PairFinder.Pair pair, Instant now) {
    List<X509Certificate> chain =
        reading(pair, IdentitySpec.Purpose.SERVER, now, new CertificateProblems()).certificates();
    IdentitySpec.Purpose purpose =
        isAuthority(chain) ? IdentitySpec.Purpose.CLIENT : IdentitySpec.Purpose.SERVER;
    CertificateProblems problems = new CertificateProblems();
    IdentityReading reading = reading(pair, purpose, now, problems);
    if (pair.key() == null) {
      reading.certificates();
    } else {
      reading.read();
    }
    return new InspectedCertificate(chain, problems.list());
  }

  private static IdentityReading reading(
      PairFinder.Pair pair, IdentitySpec.Purpose purpose, Instant now, CertificateProblems into) {
    IdentitySpec spec = new IdentitySpec(pair.cert(), pair.key(), null, null, purpose);
    return new IdentityReading(new CertificateParser(), spec, Pass.of(now, Proof.SIGNATURES), into);
  }

  /** The names of the leaf; none if there is no leaf. */
  public List<String> names() {
    try {
      return chain.isEmpty() ? List.of() : SubjectNames.of(chain.get(0)).all();
    } catch (DerException e) {
      return List.of();
    }
  }

  /** The type of the leaf's key; null if there is no leaf, or no certificate for TLS has it. */
  public @Nullable KeyType keyType() {
    return chain.isEmpty() ? null : CertificateFacts.keyType(chain.get(0));
  }
}
