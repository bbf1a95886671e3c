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
 * What a listener works with.
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
   * {@return a new bootstrap with the event loops, the channel class and the socket options that
   * Porty chose for this machine; without handlers}
   */
  ServerBootstrap bootstrap();

  /**
   * {@return bootstraps for listening with several sockets on the same address, one for each event
   * loop that should accept: what one of them accepts stays on its loop} One alone where that does
   * not work or does not help.
   */
  default List<ServerBootstrap> bootstraps() {
    return List.of(bootstrap());
  }

  /**
   * {@return bootstraps of sockets that listen on this address already, because another process, or
   * systemd, has handed them over: a listener registers these ({@link ServerBootstrap#register}) in
   * place of binding} Empty unless this process begins so.
   *
   * @throws IOException if they cannot be used; the message says why
   */
  default List<ServerBootstrap> inherited() throws IOException {
    return List.of();
  }

  /**
   * As {@link #bootstrap}, for Unix domain sockets.
   *
   * @return the bootstrap
   * @throws IOException if this machine's transport has none; the message says which does
   */
  ServerBootstrap unixBootstrap() throws IOException;

  /**
   * {@return the address of a Unix domain socket in the form that the transport takes}
   *
   * @param path of the socket, absolute
   */
  SocketAddress unixAddress(String path);

  /**
   * {@return whether another connection may be served now} A listener that gets false keeps the
   * accepted channel, unread, and stops accepting until it is resumed; so clients beyond the limit
   * wait rather than being dropped.
   */
  boolean admit();

  /**
   * What a connection that was accepted may have.
   *
   * @since 0.2
   */
  enum Place {
    /** It may be served now. */
    GRANTED,
    /** Nobody may: it waits, and nobody else is accepted. */
    LISTENER_FULL,
    /** Its client has its share of the connections: it waits, others may still come. */
    CLIENT_FULL
  }

  /**
   * As {@link #admit}, for a client that is known by its socket. A listener asks by one of the two,
   * always the same; one that asks by this gives the channel on by {@link #accepted(Channel)}.
   *
   * @param client accepted, and unread
   * @return what it may have
   * @since 0.2
   */
  default Place place(Channel client) {
    return admit() ? Place.GRANTED : Place.LISTENER_FULL;
  }

  /**
   * Gives back the place of an admitted connection that will not be given to the mode: because it
   * has gone, or did not say who it is. From any thread.
   *
   * @since 0.2
   */
  default void release() {}

  /**
   * Says that a connection could not be accepted, once a minute at most; mostly there is no
   * descriptor left. A listener that calls it waits a little and goes on.
   *
   * @param cause what was thrown
   */
  void acceptFailed(Throwable cause);

  /**
   * Gives an admitted channel to the mode, on the channel's own event loop. Porty counts it out
   * when it closes.
   *
   * @param client admitted, without handlers
   */
  void accepted(Channel client);

  /**
   * As {@link #accepted(Channel)}, for a listener that knows more of the client than its socket
   * tells, and may have read from it. The limit of connections for each client, modes, routers and
   * logs go by the address that it tells.
   *
   * @param client admitted, without handlers
   * @param facts what the listener knows
   * @param bytes read from the client already, for the mode; owned by Porty from here on. Null if
   *     there are none
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
