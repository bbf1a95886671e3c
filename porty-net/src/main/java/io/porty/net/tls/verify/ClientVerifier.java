package io.porty.net.tls.verify;

import io.porty.net.tls.der.Oids;
import io.porty.net.tls.verify.Verification.Refused;
import io.porty.net.tls.verify.Verification.Trusted;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Verifies certificates of clients: a chain of at most five certificates to {@code client_ca},
 * dates, clientAuth, strength, and the revocation lists if there are any. Immutable, for any
 * thread; a verification takes about a millisecond.
 */
public final class ClientVerifier {

  private final TrustAnchors anchors;
  private final @Nullable RevocationLists revocation;
  private final PathVerifier paths;

  /**
   * @param revocation null if none are configured
   */
  public ClientVerifier(TrustAnchors anchors, @Nullable RevocationLists revocation) {
    this.anchors = anchors;
    this.revocation = revocation;
    this.paths = new PathVerifier(anchors, Oids.CLIENT_AUTH);
  }

  /**
   * Verifies a chain, that of a resumed session too.
   *
   * @param presented the leaf first
   */
  public Verification verify(List<X509Certificate> presented, Instant now) {
    Verification result = paths.verify(presented, now);
    if (revocation == null || !(result instanceof Trusted trusted)) {
      return result;
    }
    List<X509Certificate> path = trusted.path();
    for (int i = 0; i < path.size(); i++) {
      X509Certificate one = path.get(i);
      if (anchors.contains(one)) {
        continue;
      }
      Refused refused =
          i + 1 < path.size()
              ? revocation.check(one, path.get(i + 1).getPublicKey(), now)
              : byAnchors(revocation, one, now);
      if (refused != null) {
        return refused;
      }
    }
    return result;
  }

  /** The path does not say which of several authorities with one name signed its end. */
  private @Nullable Refused byAnchors(RevocationLists lists, X509Certificate last, Instant now) {
    Refused refused = null;
    for (X509Certificate anchor : anchors.named(last.getIssuerX500Principal())) {
      refused = lists.check(last, anchor.getPublicKey(), now);
      if (refused == null) {
        return null;
      }
    }
    return refused;
  }
}
