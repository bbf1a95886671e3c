package io.porty.net.tls;

import io.porty.api.TlsSession;

/** Hears once how a handshake ended, on the channel's event loop. */
public interface HandshakeListener {

  /**
   * The handshake is complete. Bytes that came behind it are read by the pipeline as soon as this
   * returns.
   */
  void completed(TlsSession session);

  /**
   * The handshake failed, and the peer has been sent the alert; the listener closes the channel.
   */
  void failed(TlsFailure failure);
}
