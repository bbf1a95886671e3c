package io.porty.net.tls.jdk;

import io.netty.channel.Channel;
import io.porty.net.tls.ClientContext;
import io.porty.net.tls.ClientSettings;
import io.porty.net.tls.Credential;
import io.porty.net.tls.HandshakeListener;
import io.porty.net.tls.TlsHandler;
import io.porty.net.tls.TlsVersion;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/**
 * The context of a route's backends. Sessions are not resumed: the JDK keeps them by context, and
 * each connection has one of its own, because what its peer has to be differs.
 */
final class JdkClientContext implements ClientContext {

  private final ClientSettings settings;

  JdkClientContext(ClientSettings settings) {
    this.settings = settings;
  }

  @Override
  public TlsHandler newHandler(Channel channel, Peer peer, HandshakeListener listener) {
    Credential own = settings.credential();
    KeyManager[] keys =
        own instanceof JdkCredential credential ? credential.managers() : new KeyManager[0];
    SSLEngine engine =
        JdkSettings.context(keys, new VerifierTrust(peer.verifier(), List.of())).createSSLEngine();
    engine.setUseClientMode(true);
    SSLParameters parameters = JdkSettings.parameters(TlsVersion.TLS_1_2, settings.protocols());
    String name = peer.serverName();
    if (name != null) {
      parameters.setServerNames(List.of(new SNIHostName(name)));
    }
    engine.setSSLParameters(parameters);
    return new JdkTlsHandler(engine, new JdkHandshake(engine, name, true, null, listener));
  }

  @Override
  public void close() {}
}
