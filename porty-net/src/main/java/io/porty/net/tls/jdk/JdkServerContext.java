package io.porty.net.tls.jdk;

import io.netty.channel.Channel;
import io.porty.net.tls.ClientAuth;
import io.porty.net.tls.Credential;
import io.porty.net.tls.HandshakeListener;
import io.porty.net.tls.ServerContext;
import io.porty.net.tls.ServerSettings;
import io.porty.net.tls.TicketKeys;
import io.porty.net.tls.TlsHandler;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * The context of a listener. The JDK has one for each certificate; its session tickets are good for
 * that context alone, so they end with a reload. Each resumption gets a new ticket of the JDK that
 * is good for a whole lifetime again, without end: so the contexts are made anew every day, which
 * no session outlives (RFC 8446 section 4.6.1, RFC 9325 section 3.4).
 */
final class JdkServerContext implements ServerContext {

  private static final Duration MAX_AGE = Duration.ofDays(1);

  private final ServerSettings settings;
  private final InstantSource clock;
  private volatile Contexts contexts;

  /**
   * @param end when they are replaced
   */
  private record Contexts(Map<JdkCredential, SSLContext> all, Instant end) {}

  JdkServerContext(ServerSettings settings, InstantSource clock) {
    this.settings = settings;
    this.clock = clock;
    this.contexts = made();
  }

  private Contexts made() {
    return new Contexts(new ConcurrentHashMap<>(), clock.instant().plus(MAX_AGE));
  }

  /** Two event loops may both make new ones: the former of these serves one handshake. */
  private Map<JdkCredential, SSLContext> current() {
    Contexts now = contexts;
    if (!clock.instant().isBefore(now.end())) {
      now = made();
      contexts = now;
    }
    return now.all();
  }

  @Override
  public TlsHandler newHandler(
      Channel channel,
      Credential credential,
      @Nullable String serverName,
      HandshakeListener listener) {
    SSLContext context =
        current()
            .computeIfAbsent(
                (JdkCredential) credential,
                shown ->
                    JdkSettings.context(
                        shown.managers(),
                        new VerifierTrust(
                            settings.clients().verifier(), settings.clients().issuers())));
    SSLEngine engine = context.createSSLEngine();
    engine.setUseClientMode(false);
    SSLParameters parameters = JdkSettings.parameters(settings.minVersion(), settings.protocols());
    parameters.setNeedClientAuth(settings.clients().mode() == ClientAuth.Mode.REQUIRED);
    if (settings.clients().mode() == ClientAuth.Mode.OPTIONAL) {
      parameters.setWantClientAuth(true);
    }
    engine.setSSLParameters(parameters);
    boolean asks = settings.clients().mode() != ClientAuth.Mode.NONE;
    return new JdkTlsHandler(
        engine,
        new JdkHandshake(
            engine, serverName, asks, asks ? settings.clients().verifier() : null, listener));
  }

  @Override
  public void ticketKeys(TicketKeys keys) {
    // The JDK's own are not to be chosen.
  }

  @Override
  public void close() {
    contexts.all().clear();
  }
}
