package io.porty.net.tls.cert;

/**
 * A certificate that a certificate source obtains while Porty runs; there may be none yet.
 *
 * @param source its name, as in {@code tls}
 * @param host a normalised host name, or a wildcard
 */
public record IssuedSpec(String source, String host) implements CertificateSpec {}
