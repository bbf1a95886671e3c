package io.porty.engine.config;

import io.porty.api.Key;
import io.porty.net.tls.cert.CertificateSource;
import io.porty.net.tls.cert.LocalSpec;

/**
 * One certificate of a configuration.
 *
 * @param spec where it comes from
 * @param isDefault whether it is shown to clients that ask for no name, or for an unknown one
 * @param owner the route or listener it is configured for, for messages
 * @param at the table of its keys; for a local one, the table that {@code tls} is in
 */
public record CertificateConfig(
    CertificateSource spec, boolean isDefault, String owner, TomlSettings at) {

  CertificateConfig asDefault(boolean whether) {
    return new CertificateConfig(spec, whether, owner, at);
  }

  /** The key that it is configured by. */
  Key<String> key() {
    return spec instanceof LocalSpec ? TlsKeys.WORD : TlsKeys.CERT;
  }

  /** Where it is configured, seen from a file. */
  String place(ConfigText from) {
    return at.place(key()).seenFrom(from);
  }
}
