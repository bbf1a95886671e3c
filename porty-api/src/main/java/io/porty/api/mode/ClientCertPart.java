package io.porty.api.mode;

/**
 * What a route tells its backends of a client's certificate: a value of {@code
 * forward_client_cert}.
 *
 * @since 0.2
 */
public enum ClientCertPart {
  /** The subject's name (RFC 4514). */
  SUBJECT,
  /** The SHA-256 fingerprint of the DER form. */
  SHA256,
  /** The certificate itself (RFC 9440). */
  CERTIFICATE
}
