package io.porty.engine.runtime;

import io.netty.channel.Channel;
import io.porty.api.TlsSession;
import io.porty.api.mode.ConnectionFacts;
import io.porty.engine.tls.ListenerTls;

/**
 * Whether a connection that was accepted under one configuration may be served by another: not if
 * the address would not accept it in this way any more.
 */
final class TlsSuccession {

  /**
   * Whether the rules of TLS are still those that the connection was accepted by.
   *
   * @param before accepted it
   * @param next is to serve it
   */
  static boolean allows(Channel client, ListenerWorker before, ListenerWorker next) {
    ListenerTls former = before.tls();
    ListenerTls current = next.tls();
    if (former == null || current == null) {
      return former == current;
    }
    TlsSession session = ConnectionFacts.tlsOf(client);
    return session == null || current.keeps(session, former);
  }

  private TlsSuccession() {}
}
