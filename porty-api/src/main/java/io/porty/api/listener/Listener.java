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
   * Binds and starts accepting.
   *
   * @return the bound address
   * @throws IOException if it cannot be bound; {@link java.net.BindException} if it is in use
   */
  SocketAddress bind() throws IOException;

  /** Pauses accepting: further clients wait in the backlog. */
  void pause();

  /** Resumes accepting. */
  void resume();

  /**
   * {@return the listening sockets, for passing them to another process; none if that is not
   * supported}
   */
  default List<Channel> sockets() {
    return List.of();
  }

  /**
   * Another process has taken over the {@link #sockets}: this listener stops using them without
   * closing them or removing their files. Accepted clients that waited for a permit are already
   * admitted. {@link #close} follows.
   */
  default void handedOver() {}

  /** Closes the listening sockets; accepted connections stay open. Idempotent. */
  void close();
}
