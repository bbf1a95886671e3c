package io.porty.engine.tls;

import io.netty.channel.EventLoop;
import io.porty.engine.config.ConfiguredCertificates;
import io.porty.engine.config.TlsConfig;
import io.porty.engine.config.UpstreamTlsConfig;
import io.porty.engine.config.VirtualHosts;
import io.porty.engine.handoff.HandedTicketKeys;
import io.porty.engine.issued.IssueState;
import io.porty.net.diagnostics.Diagnostics;
import io.porty.net.opening.HandshakeLog;
import io.porty.net.opening.HandshakeScheduler;
import io.porty.net.tls.ClientAuth;
import io.porty.net.tls.ServerContext;
import io.porty.net.tls.ServerSettings;
import io.porty.net.tls.TicketKeys;
import io.porty.net.tls.TlsProvider;
import io.porty.net.tls.cert.IssuedSpec;
import io.porty.net.tls.provider.TlsProviders;
import io.porty.net.tls.upstream.UpstreamTls;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * What all listeners with TLS share: the provider, ticket keys, prepared certificates, and a thread
 * that looks at certificate files. Made with the first such listener; thread-safe.
 */
public final class TlsService implements AutoCloseable {

  private static final Diagnostics LOG = Diagnostics.of(TlsService.class);

  private final TlsProvider provider;
  private final boolean isAuto;
  private final HandshakeSchedulers schedulers;
  private final SharedTicketKeys ticketKeys;
  private final @Nullable KeyLogFile keyLog;
  private final Set<ListenerTls> listeners = ConcurrentHashMap.newKeySet();
  private final HandshakesByAddress handshakes;
  private final CertificateThread thread = new CertificateThread();
  private final Credentials credentials;
  private final ListenerCredentials shown;
  private final IssueCounters issues = new IssueCounters();
  private final HandshakeLog handshakeLog = new HandshakeLog();
  private final CertificateReload reload =
      new CertificateReload(listeners, this::refresh, before -> thread.later(before::close));
  private final UpstreamCredentials shownToBackends;
  private final UpstreamTlsFactory upstreams;
  private @Nullable ConfiguredCertificates certificates;

  /**
   * @param provider a value of the key {@code tls_provider}
   * @param handed the ticket keys of the process that this one replaces
   * @param keyLogFile gets the secrets of all handshakes; null for none
   * @throws IllegalArgumentException if it does not work here; the message has the remedy
   */
  public TlsService(
      String provider, List<EventLoop> loops, HandedTicketKeys handed, @Nullable Path keyLogFile) {
    this.ticketKeys = new SharedTicketKeys(handed);
    this.provider = TlsProviders.choose(provider);
    this.isAuto = provider.equals("auto");
    this.keyLog = keyLogFile == null ? null : KeyLogFile.open(this.provider, keyLogFile);
    this.credentials = new Credentials(this.provider, thread::later);
    this.shown = new ListenerCredentials(credentials, listeners);
    this.shownToBackends =
        new UpstreamCredentials(
            this.provider, keyLog, shown, before -> thread.later(before::close));
    this.upstreams = new UpstreamTlsFactory(loops, shownToBackends);
    this.schedulers = new HandshakeSchedulers(loops);
    this.handshakes = new HandshakesByAddress(loops);
    thread.poll(() -> poll(Instant.now()));
  }

  /** The provider's name and why it was chosen. */
  public String providerText() {
    return provider.name() + " (" + provider.reason() + ")";
  }

  /**
   * Prepares the TLS of one listening address. Not on an event loop.
   *
   * @param group the address, which has TLS, with its routes
   * @throws IllegalArgumentException if the provider cannot use a certificate
   */
  public synchronized ListenerTls listener(VirtualHosts group, ConfiguredCertificates all) {
    TlsConfig config = group.listenerConfig().tls();
    if (config == null) {
      throw new IllegalArgumentException(group.place() + " has no TLS");
    }
    HandshakeContexts contexts =
        new HandshakeContexts(group.routes(), clients -> context(all, config, clients));
    all.issued().tls().answeredWith(credentials);
    ChallengeHandshakes challenges = null;
    try {
      shown.prepare(all, config.certificates());
      if (!all.issued().isEmpty()) {
        challenges = new ChallengeHandshakes(all.issued().tls(), provider, keyLog);
      }
      ListenerTls made =
          new ListenerTls(
              config,
              contexts,
              this,
              handshakes.of(group.place()),
              group.passthrough() == null ? null : group.passthrough().names(),
              spec -> shown.find(all, spec));
      made.answer(challenges);
      listeners.add(made);
      return made;
    } catch (RuntimeException e) {
      contexts.close();
      if (challenges != null) {
        challenges.close();
      }
      throw e;
    }
  }

  private ServerContext context(ConfiguredCertificates all, TlsConfig config, ClientAuth clients) {
    return provider.server(
        new ServerSettings(
            config.minVersion(),
            config.protocols(),
            clients,
            ticketKeys.of(all.ticketKeys()),
            keyLog));
  }

  /**
   * Prepares the TLS of a route towards its backends. Reads the system's authorities when they are
   * needed first: not on an event loop.
   *
   * @param route its name, for metrics
   * @param config null for the defaults
   * @param protocols that the route's mode speaks
   * @throws IllegalArgumentException if the provider cannot use the certificate
   */
  public synchronized UpstreamTls upstream(
      String route,
      @Nullable UpstreamTlsConfig config,
      List<String> protocols,
      @Nullable ConfiguredCertificates all) {
    return upstreams.of(route, config, protocols, all);
  }

  /** Limits the full handshakes of all listeners together; 0 for no limit. */
  public void limitHandshakes(int perSecond) {
    schedulers.limit(perSecond);
  }

  /** From now on the files of this configuration are looked at. */
  public synchronized void serve(ConfiguredCertificates all) {
    certificates = all;
    ticketKeys.use(all.ticketKeys());
    if (isAuto) {
      UnservedKeys.of(provider, all).forEach(LOG::warn);
    }
    all.issued().tell(() -> published(all), issues::count);
    useTicketKeys();
    refresh(all); // a look at the former one's files may have changed what its listeners show
  }

  /** Has handshakes use what certificate sources have published as they started. */
  public synchronized void started(ConfiguredCertificates all) {
    if (!all.issued().isEmpty()) {
      reload.refused(shown.refresh(all));
    }
  }

  /** Forgets the handshakes of addresses and routes that a reload has removed. */
  public synchronized void keep(Set<String> addresses, Set<String> routes) {
    handshakes.keep(addresses);
    upstreams.keep(routes);
  }

  /** A configuration is not used after all. */
  public synchronized void discarded() {
    if (certificates != null) {
      credentials.keep(certificates.identities());
    }
  }

  /** A certificate source has published one; on its thread. */
  private void published(ConfiguredCertificates all) {
    try {
      thread.execute(() -> use(all));
    } catch (RejectedExecutionException e) {
      // Porty ends.
    }
  }

  private synchronized void use(ConfiguredCertificates all) {
    if (all.equals(certificates)) {
      refresh(all);
    }
  }

  /** Looks at the certificates, as every few seconds. Waits for the disk. */
  public synchronized void poll(Instant now) {
    ConfiguredCertificates all = certificates;
    if (all == null) {
      return;
    }
    try {
      if (ticketKeys.poll(now)) {
        useTicketKeys();
      }
      reload.poll(all, now);
    } catch (RuntimeException | LinkageError e) {
      LOG.error("looking at certificate files failed", e);
    }
  }

  private void refresh(ConfiguredCertificates all) {
    reload.refused(shown.refresh(all));
    shownToBackends.refresh(all);
    credentials.keep(all.identities());
  }

  Credentials credentials() {
    return credentials;
  }

  private void useTicketKeys() {
    TicketKeys keys = ticketKeys.current();
    listeners.forEach(
        one -> one.contexts().all().forEach(context -> context.context().ticketKeys(keys)));
  }

  /** The keys of session tickets, for the process that replaces this one. */
  public synchronized HandedTicketKeys handOver() {
    return provider.sharesTickets() ? ticketKeys.handOver() : HandedTicketKeys.NONE;
  }

  HandshakeLog handshakeLog() {
    return handshakeLog;
  }

  HandshakeScheduler scheduler(EventLoop loop) {
    return schedulers.of(loop);
  }

  /** Handshakes by listening address. */
  public Map<String, HandshakeCounters> counters() {
    return handshakes.counters();
  }

  /** The same with backends, by route. */
  public Map<String, HandshakeCounters> upstreamCounters() {
    return upstreams.counters();
  }

  /** The certificates in use, in the order of the configuration. */
  public synchronized List<CertificateStatus> certificates() {
    ConfiguredCertificates all = certificates;
    return all == null ? List.of() : CertificateStatus.of(all.identities());
  }

  /** What certificate sources have for each host; empty without any. */
  public synchronized Map<IssuedSpec, IssueState> issueStates() {
    return certificates == null ? Map.of() : certificates.issued().states();
  }

  /** How often certificate sources published, and failed. */
  public IssueCounters issues() {
    return issues;
  }

  /** How often changed files were used, and could not be used. */
  public CertificateReload reload() {
    return reload;
  }

  void remove(ListenerTls listener) {
    listeners.remove(listener);
  }

  @Override
  public void close() {
    thread.close();
    if (keyLog != null) {
      keyLog.close();
    }
  }
}
