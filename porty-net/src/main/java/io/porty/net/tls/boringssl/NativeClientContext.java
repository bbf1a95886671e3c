package io.porty.net.tls.boringssl;

import io.netty.channel.Channel;
import io.netty.internal.tcnative.SSL;
import io.netty.internal.tcnative.SSLContext;
import io.porty.net.tls.ClientContext;
import io.porty.net.tls.ClientSettings;
import io.porty.net.tls.Credential;
import io.porty.net.tls.HandshakeListener;
import io.porty.net.tls.TlsHandler;
import io.porty.net.tls.TlsVersion;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** The context of a route's backends. */
final class NativeClientContext implements ClientContext {

  private final NativeContext context;
  private final @Nullable NativeCredential credential;
  private final ClientSessions sessions = new ClientSessions();
  private final AtomicBoolean closed = new AtomicBoolean();

  NativeClientContext(ClientSettings settings) {
    this.context = new NativeContext(SSL.SSL_MODE_CLIENT, TlsVersion.TLS_1_2);
    Credential own = settings.credential();
    this.credential = own == null ? null : (NativeCredential) own;
    if (own != null) {
      own.retain();
    }
    context.verifyPeers(SSL.SSL_CVERIFY_REQUIRED);
    context.logKeys(settings.keyLog());
    long pointer = context.pointer();
    if (!settings.protocols().isEmpty()) {
      SSLContext.setAlpnProtos(
          pointer,
          settings.protocols().toArray(String[]::new),
          SSL.SSL_SELECTOR_FAILURE_NO_ADVERTISE);
    }
    SSLContext.setSessionCacheMode(
        pointer,
        SSL.SSL_SESS_CACHE_CLIENT
            | SSL.SSL_SESS_CACHE_NO_INTERNAL_LOOKUP
            | SSL.SSL_SESS_CACHE_NO_INTERNAL_STORE);
    SSLContext.setSSLSessionCache(pointer, sessions);
  }

  @Override
  public TlsHandler newHandler(Channel channel, Peer peer, HandshakeListener listener) {
    NativeSsl ssl = NativeSsl.client(context, credential, peer.serverName());
    String key = peer.sessionKey();
    if (key != null) {
      sessions.resume(ssl.pointer(), key);
    }
    return new NativeTlsHandler(
        ssl,
        channel,
        new NativeHandshake(ssl, peer.serverName(), peer.verifier(), listener, null),
        key == null ? null : () -> sessions.forget(ssl.pointer()));
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      sessions.close();
      if (credential != null) {
        credential.release();
      }
      context.release();
    }
  }
}
