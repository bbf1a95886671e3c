package io.porty.net.opening;

import io.porty.api.mode.ClientKey;
import java.net.SocketAddress;

/**
 * Whose handshake it is, for taking turns.
 *
 * @param listener where it came in
 * @param client as clients are told apart by limits
 * @param rate of the listener
 */
record HandshakeOrigin(Object listener, Object client, HandshakeRate rate) {

  static HandshakeOrigin of(TlsRules listener, SocketAddress client) {
    return new HandshakeOrigin(listener, ClientKey.of(client), listener.rate());
  }
}
