package io.porty.engine.tls;

import io.porty.engine.config.CertificateConfig;
import io.porty.engine.config.ConfiguredCertificates;
import io.porty.net.tls.cert.CertificateSpec;
import io.porty.net.tls.cert.Identity;
import io.porty.net.tls.cert.IdentitySpec;
import io.porty.net.tls.cert.IssuedSpec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which prepared certificate the listeners of a configuration show, for each one configured. */
final class ListenerCredentials {

  private final Credentials credentials;
  private final Set<ListenerTls> listeners;

  /** What the provider refused at the last refresh. */
  private Set<Identity> refused = Set.of();

  ListenerCredentials(Credentials credentials, Set<ListenerTls> listeners) {
    this.credentials = credentials;
    this.listeners = listeners;
  }

  /** Has those of files prepared that {@link #find} is going to be asked for. */
  void prepare(ConfiguredCertificates all, List<CertificateConfig> configured) {
    credentials.prepareMany(
        configured.stream()
            .map(CertificateConfig::spec)
            .filter(IdentitySpec.class::isInstance)
            .map(all::identity)
            .filter(Objects::nonNull)
            .toList());
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

  /**
   * Certificates have changed: handshakes that begin from now on use these. One that the provider
   * refuses holds up no other: its listeners go on with the former one.
   *
   * @return what is wrong with those that it refuses, each said once
   */
  List<String> refresh(ConfiguredCertificates all) {
    Map<CertificateSpec, @Nullable LoadedCredential> loaded = new HashMap<>();
    List<String> problems = new ArrayList<>();
    Set<Identity> stillRefused = Collections.newSetFromMap(new IdentityHashMap<>());
    for (CertificateSpec spec : all.sources()) {
      try {
        loaded.put(spec, find(all, spec));
      } catch (IllegalArgumentException e) {
        Identity identity = all.identity(spec);
        if (identity != null && stillRefused.add(identity) && !refused.contains(identity)) {
          problems.add(spec + ": " + e.getMessage());
        }
      }
    }
    refused = stillRefused;
    listeners.forEach(
        listener -> {
          if (listener.isOf(all.sources())) {
            listener.refresh(loaded);
          }
        });
    return problems;
  }
}
