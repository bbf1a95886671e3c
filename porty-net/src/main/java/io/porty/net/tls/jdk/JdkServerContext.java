package io.porty.net.tls.jdk;

import io.netty.channel.Channel;
import io.porty.net.tls.ClientAuth;
import io.porty.net.tls.Credential;
import io.porty.net.tls.HandshakeListener;
import io.porty.net.tls.ServerContext;
import io.porty.net.tls.ServerSettings;
import io.porty.net.tls.TicketKeys;
import io.porty.net.tls.TlsHandler;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * The context of a listener. The JDK has one for each certificate; its session tickets are good for
 * that context alone, so they end with a reload.
 */
final class JdkServerContext implements ServerContext {

  private final ServerSettings settings;
  private final Map<JdkCredential, SSLContext> contexts = new ConcurrentHashMap<>();

  JdkServerContext(ServerSettings settings) {
    this.settings = settings;
  }

  @Override
  public TlsHandler newHandler(
      Channel channel,
      Credential credential,
      @Nullable String serverName,
      HandshakeListener listener) {
    SSLContext context =
        contexts.computeIfAbsent(
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
    contexts.clear();
  }
}
