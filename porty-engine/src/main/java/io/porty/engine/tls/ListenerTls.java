package io.porty.engine.tls;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.porty.api.TlsSession;
import io.porty.api.route.ClientHello;
import io.porty.engine.config.CertificateConfig;
import io.porty.engine.config.PassedNames;
import io.porty.engine.config.TlsConfig;
import io.porty.net.opening.HandshakeRate;
import io.porty.net.opening.Opening;
import io.porty.net.opening.OpeningListener;
import io.porty.net.opening.TlsRules;
import io.porty.net.policy.HostPattern;
import io.porty.net.tls.Credential;
import io.porty.net.tls.TlsFailure;
import io.porty.net.tls.cert.CertificateSpec;
import io.porty.net.tls.cert.IssuedSpec;
import io.porty.net.tls.cert.NameTable;
import io.porty.net.tls.cert.NameTableBuilder;
import io.porty.net.tls.cert.OfferedKeyTypes;
import io.porty.net.tls.cert.SubjectNames;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The TLS of one listening address under one configuration: which certificate a client gets, and
 * how its connection is opened. Thread-safe; certificates are replaced while it serves.
 */
public final class ListenerTls implements TlsRules {

  private static final int INAPPROPRIATE_FALLBACK = 86;
  private static final int UNRECOGNIZED_NAME = 112;
  private static final int NO_APPLICATION_PROTOCOL = 120;
  private static final int TLS_1_3 = 0x304;

  private final TlsConfig config;
  private final HandshakeContexts contexts;
  private final TlsService service;
  private final ListenerHandshakes handshakes;
  private final @Nullable PassedNames passed;
  private volatile NameTable<Credential> table;

  /** What the table has, each with a reference of its own. Guarded by this. */
  private Map<CertificateSpec, LoadedCredential> owned = Map.of();

  private boolean closed;
  private @Nullable ChallengeHandshakes challenges;

  ListenerTls(
      TlsConfig config,
      HandshakeContexts contexts,
      TlsService service,
      ListenerHandshakes handshakes,
      @Nullable PassedNames passed,
      Function<CertificateSpec, @Nullable LoadedCredential> credentials) {
    this.config = config;
    this.passed = passed;
    this.contexts = contexts;
    this.service = service;
    this.handshakes = handshakes;
    this.table = use(credentials);
  }

  /** Has challenges of certificate sources answered; before it serves. */
  void answer(@Nullable ChallengeHandshakes by) {
    challenges = by;
  }

  /** Takes references to the certificates, and gives those of before back. */
  private NameTable<Credential> use(
      Function<CertificateSpec, @Nullable LoadedCredential> credentials) {
    NameTableBuilder<Credential> builder = new NameTableBuilder<>();
    Map<CertificateSpec, LoadedCredential> next = new HashMap<>();
    try {
      for (CertificateConfig certificate : config.certificates()) {
        LoadedCredential loaded = credentials.apply(certificate.spec());
        if (loaded == null) {
          continue; // a certificate source has none yet: its host is refused until there is one
        }
        if (next.put(certificate.spec(), loaded) == null) {
          loaded.credential().retain();
        }
        builder.add(
            shownFor(certificate, loaded), loaded.identity().keyType(), loaded.credential());
        if (certificate.isDefault()) {
          builder.addDefault(loaded.identity().keyType(), loaded.credential());
        }
      }
    } catch (RuntimeException e) {
      retire(next);
      throw e;
    }
    retire(owned);
    owned = next;
    return builder.build();
  }

  /** A handshake that begins just now may still choose one of them. */
  private void retire(Map<CertificateSpec, LoadedCredential> former) {
    service.credentials().release(List.copyOf(former.values()));
  }

  /** One of a certificate source is for the host that it was asked for, whatever else it names. */
  private static SubjectNames shownFor(CertificateConfig certificate, LoadedCredential loaded) {
    return certificate.spec() instanceof IssuedSpec issued
        ? new SubjectNames(List.of(issued.host()), List.of())
        : loaded.identity().names();
  }

  /**
   * Certificates have changed: handshakes that begin from now on use these.
   *
   * @param credentials those that could not be prepared are missing, and stay as they were
   */
  synchronized void refresh(Map<CertificateSpec, @Nullable LoadedCredential> credentials) {
    if (!closed) {
      Map<CertificateSpec, LoadedCredential> before = owned;
      Function<CertificateSpec, @Nullable LoadedCredential> now =
          spec -> credentials.containsKey(spec) ? credentials.get(spec) : before.get(spec);
      if (!isShown(now)) {
        table = use(now);
      }
    }
  }

  /** Whether the table has these very certificates. */
  private boolean isShown(Function<CertificateSpec, @Nullable LoadedCredential> credentials) {
    return config.certificates().stream()
        .map(CertificateConfig::spec)
        .allMatch(spec -> Objects.equals(credentials.apply(spec), owned.get(spec)));
  }

  /** Whether these are all of its certificates: not so for a configuration that was replaced. */
  boolean isOf(Collection<CertificateSpec> specs) {
    return config.certificates().stream().allMatch(one -> specs.contains(one.spec()));
  }

  HandshakeContexts contexts() {
    return contexts;
  }

  /** The counters of its address. */
  public HandshakeCounters counters() {
    return handshakes.counters();
  }

  /** Logs a failed handshake, at a limited rate. */
  public void reportFailure(String place, String client, TlsFailure failure) {
    service.handshakeLog().report(place, client, failure);
  }

  /** The limit for everything before the mode. */
  public Duration openingTimeout() {
    return config.handshakeTimeout();
  }

  /**
   * Opens an accepted connection. On its event loop.
   *
   * @param left of {@link #openingTimeout}
   * @param read from the client already; owned by the opening. Null if nothing
   */
  public void open(
      Channel client, OpeningListener listener, Duration left, @Nullable ByteBuf read) {
    handshakes.rate().limit(config.maxHandshakes());
    new Opening(client, this, service.scheduler(client.eventLoop()), listener).begin(left, read);
  }

  @Override
  public HandshakeRate rate() {
    return handshakes.rate();
  }

  @Override
  public Choice choose(ClientHello hello) {
    Choice challenge = challenges == null ? null : challenges.find(hello);
    if (challenge != null) {
      return challenge;
    }
    String name = hello.serverName().orElse(null);
    if (passed != null && name != null && passed.contains(name)) {
      return new PassThrough();
    }
    if (!agrees(hello.protocols())) {
      return new Refuse(
          NO_APPLICATION_PROTOCOL,
          new TlsFailure(
              TlsFailure.Reason.NO_APPLICATION_PROTOCOL, String.join(", ", hello.protocols())));
    }
    if (fallsBack(hello)) {
      return new Refuse(
          INAPPROPRIATE_FALLBACK,
          new TlsFailure(TlsFailure.Reason.PROTOCOL_VERSION, "inappropriate fallback"));
    }
    Credential found = table.find(name, HelloKeyTypes.of(hello));
    if (found == null) {
      return new Refuse(
          UNRECOGNIZED_NAME,
          new TlsFailure(TlsFailure.Reason.UNRECOGNIZED_NAME, name == null ? "no name" : name));
    }
    HandshakeContext one = contexts.find(name);
    return new Serve(one.context(), found, one.rules());
  }

  /**
   * Whether a connection of an earlier configuration may stay: its handshake would end the same way
   * now, but for the certificate of its name, which may have been renewed.
   *
   * @param session what its handshake agreed on
   * @param former the rules that it was held under
   */
  public boolean keeps(TlsSession session, ListenerTls former) {
    String name = session.serverName();
    String protocol = session.protocol();
    return session.rules().equals(contexts.find(name).rules())
        && session.version().compareTo(config.minVersion().protocol()) >= 0
        && (protocol == null || agrees(List.of(protocol)))
        && isShown(name, former);
  }

  /** A name that had a certificate has one still, or gets one. */
  private boolean isShown(@Nullable String name, ListenerTls former) {
    if (name != null && passed != null && passed.contains(name)) {
      return false;
    }
    boolean shown =
        (name != null && former.table.covers(name))
            ? table.covers(name)
            : table.find(name, OfferedKeyTypes.ALL) != null;
    return shown || (name != null && isIssued(name));
  }

  /** Whether a certificate source is asked for it, which may have none yet. */
  private boolean isIssued(String name) {
    return config.certificates().stream()
        .anyMatch(
            one ->
                one.spec() instanceof IssuedSpec issued
                    && HostPattern.of(issued.host()).matches(HostPattern.normalise(name)));
  }

  /** Whether the handshake was held for a challenge, and nothing follows it. */
  public static boolean isChallenge(TlsSession session) {
    return session.rules().equals(ChallengeHandshakes.RULES);
  }

  /** RFC 7507 section 3: somebody made a client believe that the newest version does not work. */
  private static boolean fallsBack(ClientHello hello) {
    return hello.isFallback() && hello.versions().noneMatch(version -> version == TLS_1_3);
  }

  /** A client that offers protocols has to have one in common (RFC 7301 section 3.2). */
  private boolean agrees(List<String> offered) {
    List<String> own = config.protocols();
    if (offered.isEmpty() || own.isEmpty()) {
      return true;
    }
    for (String protocol : offered) {
      if (own.contains(protocol)) {
        return true;
      }
    }
    return false;
  }

  /** No connection is opened any more. */
  public void close() {
    service.remove(this);
    if (challenges != null) {
      challenges.close();
    }
    contexts.close();
    synchronized (this) {
      closed = true;
      retire(owned);
      owned = Map.of();
    }
  }
}
