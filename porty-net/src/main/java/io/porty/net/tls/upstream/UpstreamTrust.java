package io.porty.net.tls.upstream;

import io.porty.api.IpLiteral;
import io.porty.net.tls.ClientContext;
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

  /**
   * A backend that has to be this host. Its sessions are resumed if it is verified.
   *
   * @param host a name, or an IP address without brackets; a final dot is of the resolver, not of
   *     the name (RFC 6066 section 3)
   */
  public ClientContext.Peer peer(String host, int port) {
    String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    // A literal is never sent as a server name (RFC 6066 section 3).
    String sent = IpLiteral.parse(name) == null ? name : null;
    return new ClientContext.Peer(sent, check(name), verifier == null ? null : name + " " + port);
  }

  private PeerVerifier check(String host) {
    ServerVerifier by = verifier;
    if (by == null) {
      return chain -> {};
    }
    return chain -> Rejections.check(by.verify(chain, host, clock.instant()));
  }
}
