package io.porty.api.listener;

import java.io.IOException;
import java.net.SocketAddress;

/**
 * A bound address that accepts connections. Its methods may be called from any thread.
 *
 * @since 0.1
 */
public interface Listener {

  /**
   * Binds and begins to accept; returns once the address is bound.
   *
   * @return the address that was bound
   * @throws IOException if it cannot be bound; {@link java.net.BindException} if it is in use
   */
  SocketAddress bind() throws IOException;

  /** Stops accepting without closing: further clients wait in the backlog. */
  void pause();

  /** Accepts again. */
  void resume();

  /** Closes the listening socket; accepted connections live on. Idempotent. */
  void close();
}
