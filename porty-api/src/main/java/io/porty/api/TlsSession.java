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
 * @since 0.2
 */
public record TlsSession(
    String version,
    String cipher,
    @Nullable String serverName,
    @Nullable String protocol,
    boolean resumed,
    @Nullable PeerCertificate peer) {}
