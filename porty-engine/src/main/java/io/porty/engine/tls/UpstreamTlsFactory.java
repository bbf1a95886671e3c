package io.porty.engine.tls;

import io.netty.channel.EventLoop;
import io.porty.engine.config.ConfiguredCertificates;
import io.porty.engine.config.UpstreamTlsConfig;
import io.porty.net.tls.ClientSettings;
import io.porty.net.tls.Credential;
import io.porty.net.tls.KeyLog;
import io.porty.net.tls.TlsProvider;
import io.porty.net.tls.cert.IdentitySpec;
import io.porty.net.tls.upstream.UpstreamTls;
import io.porty.net.tls.upstream.UpstreamTrust;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Prepares the TLS of routes towards their backends, and counts their handshakes. {@link #of} is
 * for one thread at a time; the counters are for any.
 */
final class UpstreamTlsFactory {

  private final TlsProvider provider;
  private final @Nullable KeyLog keyLog;
  private final List<EventLoop> loops;
  private final ListenerCredentials credentials;
  private final UpstreamVerifiers verifiers = new UpstreamVerifiers();
  private final Map<String, HandshakeCounters> counters = new ConcurrentHashMap<>();

  /**
   * @param keyLog gets the secrets of the handshakes; null for none
   * @param loops that the handshakes run on
   * @param credentials has the certificates that Porty shows to backends
   */
  UpstreamTlsFactory(
      TlsProvider provider,
      @Nullable KeyLog keyLog,
      List<EventLoop> loops,
      ListenerCredentials credentials) {
    this.provider = provider;
    this.keyLog = keyLog;
    this.loops = loops;
    this.credentials = credentials;
  }

  /** As {@link TlsService#upstream}. */
  UpstreamTls of(
      String route,
      @Nullable UpstreamTlsConfig config,
      List<String> protocols,
      @Nullable ConfiguredCertificates all) {
    IdentitySpec own = config == null ? null : config.own();
    LoadedCredential loaded = own == null || all == null ? null : credentials.find(all, own);
    Credential credential = loaded == null ? null : loaded.credential();
    return new UpstreamTls(
        provider.client(new ClientSettings(protocols, credential, keyLog)),
        new UpstreamTrust(verifiers.of(config), InstantSource.system()),
        config == null ? null : config.name(),
        counters.computeIfAbsent(route, name -> new HandshakeCounters(loops)));
  }

  /** Handshakes by route. */
  Map<String, HandshakeCounters> counters() {
    return Map.copyOf(counters);
  }
}
