package io.porty.net.tls;

import io.netty.channel.EventLoop;
import io.porty.api.TlsSession;

/** Counts handshakes. Thread-safe. */
public interface HandshakeMeter {

  /** Counts nothing. */
  HandshakeMeter OFF =
      new HandshakeMeter() {
        @Override
        public void completed(EventLoop loop, TlsSession session, long nanos) {}

        @Override
        public void failed(TlsFailure.Reason reason) {}
      };

  /**
   * One has completed. On the connection's event loop.
   *
   * @param nanos how long it took
   */
  void completed(EventLoop loop, TlsSession session, long nanos);

  /** One has failed. */
  void failed(TlsFailure.Reason reason);
}
