package io.porty.api;

import java.security.cert.X509Certificate;

/**
 * A certificate that the peer of a TLS connection showed, and that was verified: its chain, its
 * dates, its revocation where a list is configured. Immutable.
 *
 * @param subject the subject's name (RFC 4514), in ASCII
 * @param sha256 the SHA-256 fingerprint of the DER form, in lower-case hexadecimal
 * @param certificate the certificate itself
 * @since 0.2
 */
public record PeerCertificate(String subject, String sha256, X509Certificate certificate) {}
