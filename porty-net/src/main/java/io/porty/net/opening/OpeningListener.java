package io.porty.net.opening;

import io.netty.buffer.ByteBuf;
import io.porty.api.TlsSession;
import io.porty.net.tls.TlsFailure;

/** Hears once how the opening of a connection ended, on its event loop. */
public interface OpeningListener {

  /**
   * The connection is open: automatic reading is off, and the handlers of the connection itself are
   * all that is in its pipeline. What the client has sent already is read as soon as this returns.
   *
   * @param nanos how long the handshake took, from the client's hello
   */
  void opened(TlsSession session, long nanos);

  /**
   * The connection is for somebody else, who gets it undecrypted: automatic reading is off.
   *
   * @param bytes what it has sent, unchanged; owned by the listener from here on
   */
  void passThrough(ByteBuf bytes);

  /**
   * The client speaks plain HTTP.
   *
   * @param bytes what it has sent; owned by the listener from here on
   */
  void plainHttp(ByteBuf bytes);

  /** There is no connection; it is being closed. */
  void failed(TlsFailure failure);

  /** Porty's own code failed; the connection is being closed. */
  void fault(Throwable cause);
}
