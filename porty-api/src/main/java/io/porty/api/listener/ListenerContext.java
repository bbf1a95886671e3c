package io.porty.api.listener;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.porty.api.PluginContext;
import io.porty.api.PortyImplements;
import io.porty.api.mode.ConnectionFacts;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The context of a listener.
 *
 * @since 0.1
 */
@PortyImplements
public interface ListenerContext extends PluginContext {

  /**
   * {@return the address to listen on, as configured; for a Unix domain socket its absolute path}
   */
  String address();

  /** {@return the port; 0 for a free one, and for a Unix domain socket} */
  int port();

  /**
   * {@return a new bootstrap with event loops, channel class and socket options of Porty's
   * transport; without handlers}
   */
  ServerBootstrap bootstrap();

  /**
   * {@return bootstraps for listening on one address with several sockets (SO_REUSEPORT), one for
   * each accepting event loop, which keeps its connections} A single one if that is not supported
   * or has no advantage.
   */
  default List<ServerBootstrap> bootstraps() {
    return List.of(bootstrap());
  }

  /**
   * {@return bootstraps of sockets that listen on this address already, passed by another process
   * or systemd: the listener registers these ({@link ServerBootstrap#register}) instead of binding}
   * Empty if there are none.
   *
   * @throws IOException if they cannot be used; the message has the reason
   */
  default List<ServerBootstrap> inherited() throws IOException {
    return List.of();
  }

  /**
   * As {@link #bootstrap}, for Unix domain sockets.
   *
   * @return the bootstrap
   * @throws IOException if the transport does not support them; the message has the remedy
   */
  ServerBootstrap unixBootstrap() throws IOException;

  /**
   * {@return the address of a Unix domain socket for the transport}
   *
   * @param path of the socket, absolute
   */
  SocketAddress unixAddress(String path);

  /**
   * {@return whether another connection may be served now} If not, the listener keeps the accepted
   * channel unread and stops accepting until {@link Listener#resume}, so that clients over the
   * limit wait instead of being dropped.
   */
  boolean admit();

  /**
   * The admission of an accepted connection.
   *
   * @since 0.2
   */
  enum Place {
    /** It may be served. */
    GRANTED,
    /** The listener is at its limit: the connection waits, and no others are accepted. */
    LISTENER_FULL,
    /** The client is at its limit: the connection waits, others may still be accepted. */
    CLIENT_FULL
  }

  /**
   * As {@link #admit}, with the limit for each client address, which is the peer of the socket. A
   * listener uses one of the two methods only; with this one it passes channels on by {@link
   * #accepted(Channel)}.
   *
   * @param client accepted and unread
   * @return the admission
   * @since 0.2
   */
  default Place place(Channel client) {
    return admit() ? Place.GRANTED : Place.LISTENER_FULL;
  }

  /**
   * Releases an admitted connection that is not passed to the mode, because it was closed or has
   * not identified its client. Thread-safe.
   *
   * @since 0.2
   */
  default void release() {}

  /**
   * Reports that accepting failed; logged at most once a minute. The usual cause is descriptor
   * exhaustion: the listener should pause briefly and retry.
   *
   * @param cause the exception
   */
  void acceptFailed(Throwable cause);

  /**
   * Passes an admitted channel to the mode. On the channel's event loop. It is released when it
   * closes.
   *
   * @param client admitted, without handlers
   */
  void accepted(Channel client);

  /**
   * As {@link #accepted(Channel)}, for a listener that knows the client's real address, or has read
   * bytes of it. The limit for each client address, modes, routers and logs use this address.
   *
   * @param client admitted, without handlers
   * @param facts addresses of the client
   * @param bytes bytes already read from the client; owned by Porty. Null if there are none
   * @since 0.2
   */
  default void accepted(Channel client, ConnectionFacts facts, @Nullable ByteBuf bytes) {
    facts.attachTo(client);
    accepted(client);
    if (bytes != null) {
      client.pipeline().fireChannelRead(bytes);
      client.pipeline().fireChannelReadComplete();
    }
  }
}
