package io.porty.api;

import org.jspecify.annotations.Nullable;

/**
 * What a TLS handshake agreed on, for records, routers and modes. Immutable.
 *
 * @param version as the protocol is named: {@code TLSv1.3}
 * @param cipher the cipher suite's standard name: {@code TLS_AES_128_GCM_SHA256}
 * @param serverName the name that the client asked for (RFC 6066 section 3), in lower case; null if
 *     it sent none
 * @param protocol the application protocol (RFC 7301); null if none was agreed on
 * @param resumed whether a session ticket replaced the full handshake (RFC 8446 section 2.2)
 * @param peer the peer's verified certificate; null if it showed none
 * @param rules identity of the rules for client certificates that the handshake was held under;
 *     empty if none was asked for
 * @param timing when its phases were reached; null if that is not known
 * @since 0.2
 */
public record TlsSession(
    String version,
    String cipher,
    @Nullable String serverName,
    @Nullable String protocol,
    boolean resumed,
    @Nullable PeerCertificate peer,
    String rules,
    @Nullable TlsTiming timing) {

  /**
   * A session without rules for client certificates.
   *
   * @param version as the protocol is named
   * @param cipher the cipher suite's standard name
   * @param serverName the name that the client asked for; null if it sent none
   * @param protocol the application protocol; null if none was agreed on
   * @param resumed whether a session ticket replaced the full handshake
   * @param peer the peer's verified certificate; null if it showed none
   */
  public TlsSession(
      String version,
      String cipher,
      @Nullable String serverName,
      @Nullable String protocol,
      boolean resumed,
      @Nullable PeerCertificate peer) {
    this(version, cipher, serverName, protocol, resumed, peer, "", null);
  }

  /**
   * {@return the same under rules for client certificates}
   *
   * @param identity of the rules
   */
  public TlsSession under(String identity) {
    return new TlsSession(version, cipher, serverName, protocol, resumed, peer, identity, timing);
  }

  /**
   * {@return the same with its phases}
   *
   * @param phases when they were reached
   */
  public TlsSession timed(TlsTiming phases) {
    return new TlsSession(version, cipher, serverName, protocol, resumed, peer, rules, phases);
  }
}
