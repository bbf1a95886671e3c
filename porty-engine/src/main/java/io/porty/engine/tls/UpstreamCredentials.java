package io.porty.engine.tls;

import io.porty.engine.config.ConfiguredCertificates;
import io.porty.net.diagnostics.Diagnostics;
import io.porty.net.tls.ClientContext;
import io.porty.net.tls.ClientSettings;
import io.porty.net.tls.KeyLog;
import io.porty.net.tls.TlsProvider;
import io.porty.net.tls.cert.Identity;
import io.porty.net.tls.cert.IdentitySpec;
import io.porty.net.tls.upstream.UpstreamTls;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The certificates that Porty shows to backends, and which open TLS of routes shows them: when the
 * files change, it gets a new context, without the sessions of the former certificate. For one
 * thread at a time.
 */
final class UpstreamCredentials {

  private static final Diagnostics LOG = Diagnostics.of(UpstreamCredentials.class);

  private final TlsProvider provider;
  private final @Nullable KeyLog keyLog;
  private final ListenerCredentials credentials;
  private final Consumer<ClientContext> retire;
  private final List<Shown> open = new ArrayList<>();

  /** A route's TLS, and the certificate that its context has. */
  private static final class Shown {

    final UpstreamTls tls;
    final IdentitySpec own;
    final List<String> protocols;
    Identity identity;

    Shown(UpstreamTls tls, IdentitySpec own, List<String> protocols, Identity identity) {
      this.tls = tls;
      this.own = own;
      this.protocols = protocols;
      this.identity = identity;
    }
  }

  /**
   * @param keyLog gets the secrets of the handshakes; null for none
   * @param retire closes a context when no handshake can begin with it any more
   */
  UpstreamCredentials(
      TlsProvider provider,
      @Nullable KeyLog keyLog,
      ListenerCredentials credentials,
      Consumer<ClientContext> retire) {
    this.provider = provider;
    this.keyLog = keyLog;
    this.credentials = credentials;
    this.retire = retire;
  }

  /**
   * What is prepared of a certificate; null if there is none.
   *
   * @param own null if the route shows none
   */
  @Nullable LoadedCredential find(
      @Nullable ConfiguredCertificates all, @Nullable IdentitySpec own) {
    return own == null || all == null ? null : credentials.find(all, own);
  }

  /** A context that shows a certificate; null for none. */
  ClientContext context(List<String> protocols, @Nullable LoadedCredential shown) {
    return provider.client(
        new ClientSettings(protocols, shown == null ? null : shown.credential(), keyLog));
  }

  /** Has the certificate of a route's TLS replaced when it changes, until it is closed. */
  void watch(UpstreamTls tls, IdentitySpec own, List<String> protocols, Identity shown) {
    open.removeIf(one -> one.tls.isClosed());
    open.add(new Shown(tls, own, protocols, shown));
  }

  /** Certificates may have changed: connections that are made from now on show these. */
  void refresh(ConfiguredCertificates all) {
    open.removeIf(one -> one.tls.isClosed());
    for (Shown one : open) {
      if (all.sources().contains(one.own)) {
        refresh(all, one);
      }
    }
  }

  private void refresh(ConfiguredCertificates all, Shown one) {
    try {
      LoadedCredential now = credentials.find(all, one.own);
      if (now != null && !now.identity().chain().equals(one.identity.chain())) {
        retire.accept(one.tls.replace(context(one.protocols, now)));
        one.identity = now.identity();
      }
    } catch (RuntimeException e) {
      LOG.warn("backends are shown the former certificate of {}: {}", one.own.cert(), e.toString());
    }
  }
}
