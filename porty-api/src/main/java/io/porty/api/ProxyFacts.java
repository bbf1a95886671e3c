package io.porty.api;

import org.jspecify.annotations.Nullable;

/**
 * What the PROXY header of a trusted peer says of the client beyond its addresses (HAProxy's
 * proxy-protocol.txt, section 2.2): the peer's word, not checked by Porty. Immutable.
 *
 * @param authority the host name that the client asked for, mostly in its TLS hello; null if it is
 *     not said
 * @param protocol the application protocol that was agreed on (ALPN); null if it is not said
 * @param uniqueId the peer's identifier of the connection, one character for each byte; null if it
 *     is not said
 * @param ssl of the client's TLS with the peer; null if it has none, or nothing is said of it
 * @since 0.2
 */
public record ProxyFacts(
    @Nullable String authority,
    @Nullable String protocol,
    @Nullable String uniqueId,
    @Nullable Ssl ssl) {

  /**
   * The client's TLS with the peer.
   *
   * @param version as the peer names it, {@code TLSv1.3}; null if it is not said
   * @param cipher as the peer names it; null if it is not said
   * @param commonName of the client's certificate; null if it showed none, or it is not said
   * @param verified whether the client showed a certificate that the peer has verified
   * @since 0.2
   */
  public record Ssl(
      @Nullable String version,
      @Nullable String cipher,
      @Nullable String commonName,
      boolean verified) {}
}
