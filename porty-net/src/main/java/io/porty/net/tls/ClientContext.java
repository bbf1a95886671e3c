package io.porty.net.tls;

import io.netty.channel.Channel;
import org.jspecify.annotations.Nullable;

/**
 * What the handshakes with the backends of one route share. Made by {@link TlsProvider#client}.
 * Thread-safe. Handlers that are in use keep what they need after {@link #close}.
 */
public interface ClientContext extends AutoCloseable {

  /**
   * Makes the handler of one connection, which begins its handshake when it is added to the
   * pipeline. On the channel's event loop.
   *
   * @param peer whom the connection is made to
   */
  TlsHandler newHandler(Channel channel, Peer peer, HandshakeListener listener);

  /** No new connection uses it. */
  @Override
  void close();

  /**
   * Whom a connection is made to.
   *
   * @param serverName sent to the backend (RFC 6066 section 3); null if it has none
   * @param verifier checks its certificate
   * @param sessionKey by which a session is found for resumption: everything that the certificate
   *     was checked against; null for none
   */
  record Peer(@Nullable String serverName, PeerVerifier verifier, @Nullable String sessionKey) {}
}
