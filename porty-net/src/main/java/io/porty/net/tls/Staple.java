package io.porty.net.tls;

import java.time.Instant;

/**
 * An OCSP response that goes with a certificate (RFC 6066 section 8).
 *
 * @param response in DER; not to be changed
 * @param until after which it is not shown any more
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record Staple(byte[] response, Instant until) {}
