package io.porty.net.tls;

import io.netty.channel.Channel;

/**
 * What the handshakes of a listener share: versions, protocols, client certificates, ticket keys.
 * Made by {@link TlsProvider#server}. Thread-safe. Handlers that are in use keep what they need
 * after {@link #close}.
 */
public interface ServerContext extends AutoCloseable {

  /**
   * Makes the handler of one connection. On the channel's event loop.
   *
   * @param credential shown to the client; retained for as long as the handshake needs it
   * @param serverName for the session's record; null if the client sent none
   */
  TlsHandler newHandler(
      Channel channel,
      Credential credential,
      @org.jspecify.annotations.Nullable String serverName,
      HandshakeListener listener);

  /** Uses other ticket keys from now on. From any thread. */
  void ticketKeys(TicketKeys keys);

  /** No new connection uses it. */
  @Override
  void close();
}
