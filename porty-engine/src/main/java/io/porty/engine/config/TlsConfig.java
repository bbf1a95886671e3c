package io.porty.engine.config;

import io.porty.net.tls.TlsVersion;
import io.porty.net.tls.cert.IssuedSpec;
import java.time.Duration;
import java.util.List;

/**
 * The TLS of one listening address.
 *
 * @param minVersion the lowest version
 * @param handshakeTimeout for everything before the first request
 * @param maxHandshakes full ones in a second; 0 for no limit
 * @param protocols application protocols (RFC 7301), the preferred one first; empty for none
 * @param certificates of all routes of the address, in the order of the file
 */
public record TlsConfig(
    TlsVersion minVersion,
    Duration handshakeTimeout,
    int maxHandshakes,
    List<String> protocols,
    List<CertificateConfig> certificates) {

  public TlsConfig {
    protocols = List.copyOf(protocols);
    certificates = List.copyOf(certificates);
  }

  /** Whether a certificate of it is of this certificate source. */
  boolean isOf(String source) {
    return certificates.stream()
        .anyMatch(one -> one.spec() instanceof IssuedSpec spec && spec.source().equals(source));
  }

  /** The same with these certificates. */
  TlsConfig with(List<CertificateConfig> all) {
    return new TlsConfig(minVersion, handshakeTimeout, maxHandshakes, protocols, all);
  }
}
