package io.porty.net.tls;

import io.porty.net.conduit.ConnectionHandler;

/**
 * Encrypts one channel. The first handler of its pipeline; it holds the only engine, which it frees
 * when the channel closes. Bytes of the peer reach it by {@code channelRead}; it begins the
 * handshake when it is added (client) or with the first bytes (server).
 *
 * <p>To the handlers behind it, a close_notify is the end of input ({@code
 * ChannelInputShutdownEvent}), and so is an end of the socket without one, which {@link
 * #isInputTruncated} tells apart (RFC 8446 section 6.1).
 */
public interface TlsHandler extends ConnectionHandler {

  /** Its name in the pipeline. */
  String NAME = "tls";
}
