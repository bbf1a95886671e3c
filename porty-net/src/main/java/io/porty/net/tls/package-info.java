/**
 * TLS (RFC 8446, RFC 5246) on both sides of Porty: contexts, the handlers that encrypt a channel,
 * and what becomes of a handshake. Two providers implement it: BoringSSL through netty-tcnative,
 * and the JDK.
 */
@NullMarked
package io.porty.net.tls;

import org.jspecify.annotations.NullMarked;
