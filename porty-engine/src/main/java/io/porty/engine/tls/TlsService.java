package io.porty.engine.tls;

import io.netty.channel.EventLoop;
import io.porty.engine.config.ConfiguredCertificates;
import io.porty.engine.config.TlsConfig;
import io.porty.engine.config.UpstreamTlsConfig;
import io.porty.engine.config.VirtualHosts;
import io.porty.engine.issued.IssueState;
import io.porty.net.diagnostics.Diagnostics;
import io.porty.net.opening.HandshakeLog;
import io.porty.net.opening.HandshakeScheduler;
import io.porty.net.tls.ClientAuth;
import io.porty.net.tls.ClientSettings;
import io.porty.net.tls.Credential;
import io.porty.net.tls.ServerContext;
import io.porty.net.tls.ServerSettings;
import io.porty.net.tls.TlsProvider;
import io.porty.net.tls.TlsVersion;
import io.porty.net.tls.cert.CertificateProblem;
import io.porty.net.tls.cert.CertificateUpdate;
import io.porty.net.tls.cert.IdentitySpec;
import io.porty.net.tls.cert.IssuedSpec;
import io.porty.net.tls.provider.TlsProviders;
import io.porty.net.tls.upstream.UpstreamTls;
import io.porty.net.tls.upstream.UpstreamTrust;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * What all listeners with TLS share: the provider, ticket keys, prepared certificates, and a thread
 * that looks at certificate files. Made with the first such listener; thread-safe.
 */
public final class TlsService implements AutoCloseable {

  /** How often certificate files are looked at, in seconds. */
  static final int POLL_SECONDS = 10;

  private static final Diagnostics LOG = Diagnostics.of(TlsService.class);

  private final TlsProvider provider;
  private final List<EventLoop> loops;
  private final Map<EventLoop, HandshakeScheduler> schedulers = new IdentityHashMap<>();
  private final TicketKeyRing ticketKeys = new TicketKeyRing(new SecureRandom());
  private final Set<ListenerTls> listeners = ConcurrentHashMap.newKeySet();
  private final Map<String, HandshakeCounters> counters = new ConcurrentHashMap<>();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread made = new Thread(task, "porty-certificates");
            made.setDaemon(true);
            return made;
          });
  private final Credentials credentials;
  private final ListenerCredentials shown;
  private final IssueCounters issues = new IssueCounters();
  private final HandshakeLog handshakeLog = new HandshakeLog();
  private final LongAdder reloads = new LongAdder();
  private final LongAdder failedReloads = new LongAdder();
  // A handshake that begins just now may still choose a context that was replaced.
  private final ClientTrustWatch clientTrust =
      new ClientTrustWatch(listeners, reloads, failedReloads, before -> later(before::close));
  private final ExpiryWarnings expiry = new ExpiryWarnings(text -> LOG.warn("{}", text));
  private @Nullable ConfiguredCertificates certificates;
  private final UpstreamVerifiers verifiers = new UpstreamVerifiers();

  /**
   * @param provider a value of the key {@code tls_provider}
   * @throws IllegalArgumentException if it does not work here; the message has the remedy
   */
  public TlsService(String provider, List<EventLoop> loops) {
    this.provider = TlsProviders.choose(provider);
    this.loops = List.copyOf(loops);
    this.credentials = new Credentials(this.provider, this::later);
    this.shown = new ListenerCredentials(credentials, listeners);
    loops.forEach(loop -> schedulers.put(loop, new HandshakeScheduler(loop)));
    thread.scheduleWithFixedDelay(
        () -> poll(Instant.now()), POLL_SECONDS, POLL_SECONDS, TimeUnit.SECONDS);
    thread.scheduleAtFixedRate(
        this::rotateTicketKeys,
        TicketKeyRing.ROTATION_HOURS,
        TicketKeyRing.ROTATION_HOURS,
        TimeUnit.HOURS);
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
        new HandshakeContexts(
            group.routes(), clients -> context(config.minVersion(), config.protocols(), clients));
    all.issued().tls().answeredWith(credentials);
    try {
      ListenerTls made =
          new ListenerTls(
              config,
              contexts,
              this,
              counters.computeIfAbsent(group.place(), p -> new HandshakeCounters(loops)),
              spec -> shown.find(all, spec));
      if (!all.issued().isEmpty()) {
        made.answer(
            new ChallengeHandshakes(
                all.issued().tls(),
                () ->
                    context(
                        TlsVersion.TLS_1_2,
                        List.of(ChallengeHandshakes.PROTOCOL),
                        ClientAuth.NONE)));
      }
      listeners.add(made);
      return made;
    } catch (RuntimeException e) {
      contexts.close();
      throw e;
    }
  }

  private ServerContext context(TlsVersion min, List<String> protocols, ClientAuth clients) {
    return provider.server(new ServerSettings(min, protocols, clients, ticketKeys.keys()));
  }

  /**
   * Prepares the TLS of a route towards its backends. Reads the system's authorities when they are
   * needed first: not on an event loop.
   *
   * @param config null for the defaults
   * @param protocols that the route's mode speaks
   * @throws IllegalArgumentException if the provider cannot use the certificate
   */
  public synchronized UpstreamTls upstream(
      @Nullable UpstreamTlsConfig config,
      List<String> protocols,
      @Nullable ConfiguredCertificates all) {
    IdentitySpec own = config == null ? null : config.own();
    LoadedCredential loaded = own == null || all == null ? null : shown.find(all, own);
    Credential credential = loaded == null ? null : loaded.credential();
    return new UpstreamTls(
        provider.client(new ClientSettings(protocols, credential)),
        new UpstreamTrust(verifiers.of(config), InstantSource.system()),
        config == null ? null : config.name());
  }

  /** From now on the files of this configuration are looked at. */
  public synchronized void serve(ConfiguredCertificates all) {
    certificates = all;
    all.issued().tell(() -> published(all), issues::count);
    started(all);
    credentials.keep(all.identities());
  }

  /** Has handshakes use what certificate sources have published as they started. */
  public synchronized void started(ConfiguredCertificates all) {
    if (!all.issued().isEmpty()) {
      shown.refresh(all);
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

  /** When no handshake can begin any more with what was replaced. */
  private void later(Runnable task) {
    try {
      thread.schedule(task, POLL_SECONDS, TimeUnit.SECONDS);
    } catch (RejectedExecutionException e) {
      task.run(); // Porty ends
    }
  }

  /** Looks at the certificates, as every few seconds. Waits for the disk. */
  public synchronized void poll(Instant now) {
    ConfiguredCertificates all = certificates;
    if (all == null) {
      return;
    }
    try {
      clientTrust.poll(Instant.now());
      CertificateUpdate update = all.files().poll(Instant.now());
      for (CertificateProblem problem : update.problems()) {
        LOG.warn(problem.isError() ? "certificate not reloaded: {}" : "{}", problem.text());
      }
      if (update.hasErrors()) {
        failedReloads.increment();
      }
      if (LocalRenewal.renew(all.local(), now) || update.changed()) {
        refresh(all);
        reloads.increment();
        LOG.info("certificates reloaded");
      }
      expiry.check(CertificateStatus.of(all.identities()), now);
    } catch (RuntimeException | LinkageError e) {
      LOG.error("looking at certificate files failed", e);
    }
  }

  private void refresh(ConfiguredCertificates all) {
    shown.refresh(all);
    credentials.keep(all.identities());
  }

  private synchronized void rotateTicketKeys() {
    ticketKeys.rotate();
    for (ListenerTls listener : listeners) {
      listener.contexts().all().forEach(one -> one.context().ticketKeys(ticketKeys.keys()));
    }
  }

  HandshakeLog handshakeLog() {
    return handshakeLog;
  }

  HandshakeScheduler scheduler(EventLoop loop) {
    HandshakeScheduler scheduler = schedulers.get(loop);
    if (scheduler == null) {
      throw new IllegalStateException("a channel of a foreign event loop");
    }
    return scheduler;
  }

  /** Handshakes by listening address. */
  public Map<String, HandshakeCounters> counters() {
    return Map.copyOf(counters);
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

  /** How often changed files were used. */
  public long reloads() {
    return reloads.sum();
  }

  /** How often changed files could not be used. */
  public long failedReloads() {
    return failedReloads.sum();
  }

  void remove(ListenerTls listener) {
    listeners.remove(listener);
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
