package io.porty.engine.tls;

import io.porty.engine.config.UpstreamTlsConfig;
import io.porty.net.tls.upstream.SystemAuthorities;
import io.porty.net.tls.verify.KeyPins;
import io.porty.net.tls.verify.ServerVerifier;
import io.porty.net.tls.verify.TrustAnchors;
import org.jspecify.annotations.Nullable;

/**
 * Who verifies the certificates of a route's backends. The system's authorities are read with the
 * first route that needs them. For one thread at a time.
 */
final class UpstreamVerifiers {

  private @Nullable TrustAnchors system;

  /**
   * @param config null for the defaults
   * @return null to trust everybody
   */
  @Nullable ServerVerifier of(@Nullable UpstreamTlsConfig config) {
    if (config == null) {
      return new ServerVerifier(system(), null);
    }
    if (!config.verify()) {
      return null;
    }
    KeyPins pins = config.pins().isEmpty() ? null : new KeyPins(config.pins());
    TrustAnchors own = config.authorities();
    return new ServerVerifier(own == null ? system() : own, pins);
  }

  private TrustAnchors system() {
    TrustAnchors known = system;
    if (known == null) {
      known = SystemAuthorities.read();
      system = known;
    }
    return known;
  }
}
