package io.porty.net.tls.upstream;

import io.porty.net.tls.PeerVerifier;
import io.porty.net.tls.verify.Rejections;
import io.porty.net.tls.verify.ServerVerifier;
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
    return chain -> Rejections.check(by.verify(chain, host, clock.instant()));
  }
}
