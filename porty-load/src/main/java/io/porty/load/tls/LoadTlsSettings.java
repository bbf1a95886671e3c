package io.porty.load.tls;

import org.jspecify.annotations.Nullable;

/**
 * How a load does TLS.
 *
 * @param host sent as the server name unless it is an address, and verified; without brackets
 * @param port of the server
 * @param trust which servers are trusted
 * @param protocol offered by ALPN (RFC 7301), null for none; HTTP/2 has to be chosen by the server
 * @param resumes whether a connection resumes the session of the one before it
 */
public record LoadTlsSettings(
    String host, int port, LoadTrust trust, @Nullable String protocol, boolean resumes) {}
