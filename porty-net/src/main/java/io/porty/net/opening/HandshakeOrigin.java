package io.porty.net.opening;

import io.porty.net.listener.ClientKey;
import java.net.SocketAddress;

/**
 * Whose handshake it is, for taking turns.
 *
 * @param listener where it came in
 * @param client as clients are told apart by limits
 */
record HandshakeOrigin(Object listener, Object client) {

  static HandshakeOrigin of(Object listener, SocketAddress client) {
    return new HandshakeOrigin(listener, ClientKey.of(client));
  }
}
