package io.porty.api.listener;

import io.netty.channel.Channel;
import io.porty.api.PluginImplements;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.List;

/**
 * A bound address that accepts connections. Its methods may be called from any thread.
 *
 * @since 0.1
 */
@PluginImplements
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

  /**
   * {@return the listening sockets, for handing them over to another process; none if that cannot
   * be}
   */
  default List<Channel> sockets() {
    return List.of();
  }

  /**
   * Another process listens with the same {@link #sockets} now: this one stops, but leaves them and
   * their names alone. Whoever was accepted and waits for a place has been admitted before. {@link
   * #close} follows.
   */
  default void handedOver() {}

  /** Closes the listening socket; accepted connections live on. Idempotent. */
  void close();
}
