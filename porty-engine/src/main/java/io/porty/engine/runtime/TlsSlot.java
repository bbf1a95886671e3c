package io.porty.engine.runtime;

import io.porty.engine.config.ConfiguredCertificates;
import io.porty.engine.config.GlobalKeys;
import io.porty.engine.config.PortyConfig;
import io.porty.engine.config.RouteConfig;
import io.porty.engine.config.TlsConfig;
import io.porty.engine.config.VirtualHosts;
import io.porty.engine.handoff.HandedTicketKeys;
import io.porty.engine.tls.ListenerTls;
import io.porty.engine.tls.TlsService;
import io.porty.net.dial.UpstreamTlsSource;
import io.porty.net.tls.upstream.UpstreamTls;
import io.porty.net.transport.EventLoops;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where the engine's TLS comes in, with the first listener that has any, or the first backend that
 * is spoken to by TLS. Thread-safe.
 */
public final class TlsSlot {

  private final EventLoops loops;
  private final EngineContext context;
  private final String provider;
  private final HandedTicketKeys handed;
  private final @Nullable Path keyLog;
  private @Nullable TlsService service;

  /**
   * @param handed the ticket keys of the process that this one replaces
   */
  TlsSlot(EventLoops loops, EngineContext context, PortyConfig first, HandedTicketKeys handed) {
    this.handed = handed;
    this.keyLog = first.keyLog();
    this.loops = loops;
    this.context = context;
    this.provider = first.globals().get(GlobalKeys.TLS_PROVIDER);
  }

  /**
   * @throws IllegalArgumentException if the provider does not work here
   */
  private synchronized TlsService use() {
    TlsService known = service;
    if (known == null) {
      known = new TlsService(provider, loops.all(), handed, keyLog);
      service = known;
    }
    return known;
  }

  /**
   * The TLS of one listening address; null if it has none.
   *
   * @throws IllegalArgumentException if the provider does not work here, or cannot use a
   *     certificate
   */
  @Nullable ListenerTls of(VirtualHosts group, PortyConfig config) {
    TlsConfig tls = group.listenerConfig().tls();
    ConfiguredCertificates certificates = config.certificates();
    return tls == null || certificates == null ? null : use().listener(group, certificates);
  }

  /**
   * The TLS of a route towards its backends. Prepared now if the configuration has a target for it,
   * so that what is wrong is known at once; else with the first target that needs it.
   *
   * @throws IllegalArgumentException if it cannot be prepared
   */
  UpstreamTlsSource upstream(RouteConfig route, @Nullable ConfiguredCertificates certificates) {
    Preparing preparing = new Preparing(route, certificates, route.alpn());
    boolean needed =
        route.upstreamTls() != null
            || route.trusted().stream().anyMatch(target -> target.scheme().isTls());
    if (needed) {
      preparing.prepare();
    }
    return preparing;
  }

  /** The TLS of one route, prepared once. */
  private final class Preparing implements UpstreamTlsSource {

    private final RouteConfig route;
    private final @Nullable ConfiguredCertificates certificates;
    private final List<String> alpn;
    private final Map<String, Preparing> others = new HashMap<>(2);
    private @Nullable CompletableFuture<UpstreamTls> future;

    /**
     * @param alpn application protocols that are offered
     */
    Preparing(RouteConfig route, @Nullable ConfiguredCertificates certificates, List<String> alpn) {
      this.route = route;
      this.certificates = certificates;
      this.alpn = alpn;
    }

    private UpstreamTls made() {
      return use().upstream(route.facts().name(), route.upstreamTls(), alpn, certificates);
    }

    @Override
    public synchronized UpstreamTlsSource offering(String protocol) {
      return others.computeIfAbsent(
          protocol, only -> new Preparing(route, certificates, List.of(only)));
    }

    synchronized void prepare() {
      future = CompletableFuture.completedFuture(made());
    }

    @Override
    public synchronized void close() {
      others.values().forEach(Preparing::close);
      if (future != null) {
        future.thenAccept(UpstreamTls::close);
      }
    }

    @Override
    public synchronized CompletableFuture<UpstreamTls> get() {
      CompletableFuture<UpstreamTls> known = future;
      if (known == null) {
        known = CompletableFuture.supplyAsync(this::made, context.blocking());
        future = known;
      }
      return known;
    }
  }

  /** The certificate sources of a configuration have started; it is not active yet. */
  synchronized void started(PortyConfig config) {
    ConfiguredCertificates certificates = config.certificates();
    if (service != null && certificates != null) {
      service.started(certificates);
    }
  }

  /** A configuration was made and is not used. */
  synchronized void discarded() {
    if (service != null) {
      service.discarded();
    }
  }

  /** A configuration has become active; called again for each. */
  synchronized void serve(PortyConfig config) {
    ConfiguredCertificates certificates = config.certificates();
    if (service != null) {
      service.keep(
          config.groups().stream().map(VirtualHosts::place).collect(Collectors.toSet()),
          config.groups().stream()
              .flatMap(group -> group.routes().stream())
              .map(route -> route.facts().name())
              .collect(Collectors.toSet()));
    }
    if (service != null && certificates != null) {
      service.limitHandshakes(config.globals().get(GlobalKeys.MAX_HANDSHAKES));
      service.serve(certificates);
    }
  }

  /** The listeners of a configuration are bound: challenges of authorities are answered. */
  void listening(PortyConfig config) {
    ConfiguredCertificates certificates = config.certificates();
    if (certificates != null) {
      certificates.issued().listen();
    }
  }

  /** The keys of session tickets, for the process that replaces this one. */
  public synchronized HandedTicketKeys ticketKeys() {
    return service == null ? HandedTicketKeys.NONE : service.handOver();
  }

  /** Who does TLS, for the start-up message; empty if nothing needs any. */
  public synchronized String providerText() {
    return service == null ? "" : service.providerText();
  }

  /** The TLS of this process; empty if nothing needs any. */
  public synchronized Optional<TlsService> service() {
    return Optional.ofNullable(service);
  }

  synchronized void close() {
    if (service != null) {
      service.close();
    }
  }
}
