package io.porty.load.tls;

import io.porty.net.tls.ClientContext;
import java.nio.channels.SocketChannel;

/** Makes the connections of one client, one after the other. On its load thread. */
public final class TlsClient {

  private final LoadTls tls;
  private final ClientContext.Peer peer;

  TlsClient(LoadTls tls, ClientContext.Peer peer) {
    this.tls = tls;
    this.peer = peer;
  }

  /**
   * Begins a handshake; {@link TlsConnection#flush} sends it.
   *
   * @param socket connected, non-blocking; stays the caller's
   */
  public TlsConnection connect(SocketChannel socket) {
    return new TlsConnection(socket, tls, peer);
  }
}
