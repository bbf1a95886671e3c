package io.porty.engine.tls;

import io.porty.engine.config.ConfiguredCertificates;
import io.porty.net.tls.cert.CertificateSpec;
import io.porty.net.tls.cert.Identity;
import io.porty.net.tls.cert.IssuedSpec;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which prepared certificate the listeners of a configuration show, for each one configured. */
final class ListenerCredentials {

  private final Credentials credentials;
  private final Set<ListenerTls> listeners;

  ListenerCredentials(Credentials credentials, Set<ListenerTls> listeners) {
    this.credentials = credentials;
    this.listeners = listeners;
  }

  /**
   * @return null if a certificate source has none yet
   */
  @Nullable LoadedCredential find(ConfiguredCertificates all, CertificateSpec spec) {
    Identity identity = all.identity(spec);
    if (identity == null && !(spec instanceof IssuedSpec)) {
      throw new IllegalStateException(spec + " was not read");
    }
    return identity == null ? null : credentials.prepare(identity);
  }

  /** Certificates have changed: handshakes that begin from now on use these. */
  void refresh(ConfiguredCertificates all) {
    Map<CertificateSpec, @Nullable LoadedCredential> loaded = new HashMap<>();
    for (CertificateSpec spec : all.sources()) {
      loaded.put(spec, find(all, spec));
    }
    listeners.forEach(
        listener -> {
          if (listener.isOf(loaded.keySet())) {
            listener.refresh(loaded);
          }
        });
  }
}
