package io.porty.engine.config;

import io.porty.net.tls.cert.IdentitySpec;

/**
 * One certificate of a configuration.
 *
 * @param spec its files
 * @param isDefault whether it is shown to clients that ask for no name, or for an unknown one
 * @param owner the route or listener it is configured for, for messages
 * @param at the table of its keys
 */
public record CertificateConfig(
    IdentitySpec spec, boolean isDefault, String owner, TomlSettings at) {

  CertificateConfig asDefault(boolean whether) {
    return new CertificateConfig(spec, whether, owner, at);
  }

  /** Where it is configured, seen from a file. */
  String place(ConfigText from) {
    return at.place(TlsKeys.CERT).seenFrom(from);
  }
}
