package io.porty.engine.tls;

import io.porty.engine.config.ConfiguredCertificates;
import io.porty.net.tls.TlsProvider;
import java.util.ArrayList;
import java.util.List;

/**
 * Keys that have no effect with the provider that {@code tls_provider = "auto"} has chosen: it is
 * not known when the configuration is checked.
 */
final class UnservedKeys {

  /** A warning for each. */
  static List<String> of(TlsProvider provider, ConfiguredCertificates certificates) {
    List<String> warnings = new ArrayList<>();
    if (certificates.ticketKeys() != null && !provider.sharesTickets()) {
      warnings.add(
          "ticket_keys has no effect: tls_provider " + provider.name() + " has keys of its own");
    }
    if (certificates.hasStaples() && !provider.showsStaples()) {
      warnings.add(
          "ocsp has no effect: tls_provider "
              + provider.name()
              + " shows clients no OCSP responses");
    }
    return warnings;
  }

  private UnservedKeys() {}
}
