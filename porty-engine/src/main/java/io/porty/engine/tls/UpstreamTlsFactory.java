package io.porty.engine.tls;

import io.netty.channel.EventLoop;
import io.porty.engine.config.ConfiguredCertificates;
import io.porty.engine.config.UpstreamTlsConfig;
import io.porty.net.tls.cert.IdentitySpec;
import io.porty.net.tls.upstream.UpstreamTls;
import io.porty.net.tls.upstream.UpstreamTrust;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Prepares the TLS of routes towards their backends, and counts their handshakes. {@link #of} is
 * for one thread at a time; the counters are for any.
 */
final class UpstreamTlsFactory {

  private final List<EventLoop> loops;
  private final UpstreamCredentials credentials;
  private final UpstreamVerifiers verifiers = new UpstreamVerifiers();
  private final Map<String, HandshakeCounters> counters = new ConcurrentHashMap<>();

  /**
   * @param loops that the handshakes run on
   * @param credentials has the certificates that Porty shows to backends
   */
  UpstreamTlsFactory(List<EventLoop> loops, UpstreamCredentials credentials) {
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
    LoadedCredential loaded = credentials.find(all, own);
    UpstreamTls made =
        new UpstreamTls(
            credentials.context(protocols, loaded),
            new UpstreamTrust(verifiers.of(config), InstantSource.system()),
            config == null ? null : config.name(),
            counters.computeIfAbsent(route, name -> new HandshakeCounters(loops)));
    if (own != null && loaded != null) {
      credentials.watch(made, own, protocols, loaded.identity());
    }
    return made;
  }

  /** Forgets those of routes that are no longer configured. */
  void keep(Set<String> routes) {
    counters.keySet().retainAll(routes);
  }

  /** Handshakes by route. */
  Map<String, HandshakeCounters> counters() {
    return Map.copyOf(counters);
  }
}
