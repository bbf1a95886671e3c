package io.porty.api.tls;

import io.porty.api.IpLiteral;
import java.util.Optional;

/** Which hosts a certificate source has certificates for unless it says otherwise. */
final class CertificateHosts {

  static Optional<String> refusal(String host) {
    if (host.startsWith("*")) {
      return Optional.of(
          "is a wildcard, which is proven by a DNS challenge only; name the hosts one by one, or use certificate files");
    }
    if (IpLiteral.parse(host) != null) {
      return Optional.of("is an IP address; name a host, or use certificate files");
    }
    return Optional.empty();
  }

  private CertificateHosts() {}
}
