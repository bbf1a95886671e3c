package io.porty.net.tls.verify;

import io.porty.net.tls.der.Oids;
import io.porty.net.tls.verify.Verification.Reason;
import io.porty.net.tls.verify.Verification.Refused;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Verifies certificates of backends: either a chain to a trusted authority, dates, serverAuth,
 * strength and the name; or, with pins, the key alone. Immutable, for any thread.
 */
public final class ServerVerifier {

  private final PathVerifier paths;
  private final @Nullable KeyPins pins;

  /**
   * @param pins null without any; with them the authorities and the name are not looked at
   */
  public ServerVerifier(TrustAnchors anchors, @Nullable KeyPins pins) {
    this.paths = new PathVerifier(anchors, Oids.SERVER_AUTH);
    this.pins = pins;
  }

  /**
   * @param presented the leaf first
   * @param host a name, or an IP address without brackets
   */
  public Verification verify(List<X509Certificate> presented, String host, Instant now) {
    if (presented.isEmpty()) {
      return new Refused(Reason.ABSENT, "no certificate was sent");
    }
    X509Certificate leaf = presented.get(0);
    if (pins != null) {
      return pins.matches(leaf)
          ? new Verification.Trusted(List.of(leaf), leaf.getNotAfter().toInstant())
          : new Refused(
              Reason.WRONG_PIN, "the key " + KeyPins.pinOf(leaf) + " is none of those in pin");
    }
    Verification result = paths.verify(presented, now);
    String name = result instanceof Refused ? null : HostCheck.problem(leaf, host);
    return name == null ? result : new Refused(Reason.WRONG_NAME, name);
  }
}
