package io.porty.api.mode;

import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import io.porty.api.ProxyFacts;
import io.porty.api.TlsSession;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Facts of a connection beyond its socket. Of a dialled connection with TLS: what the handshake
 * with the backend agreed on. Of a client connection: the addresses if they differ from those of
 * its socket, because the listener learned them from a PROXY header or a similar protocol. Used by
 * limits, modes, routers and logs.
 *
 * @param client the client's address
 * @param local the address that the client connected to; null if the socket's own is meant
 * @param tls what the TLS handshake agreed on; null for a connection without TLS
 * @param proxy what a PROXY header says beyond the addresses; null if it says nothing, or there was
 *     none
 * @since 0.2
 */
public record ConnectionFacts(
    SocketAddress client,
    @Nullable SocketAddress local,
    @Nullable TlsSession tls,
    @Nullable ProxyFacts proxy) {

  private static final AttributeKey<ConnectionFacts> KEY = AttributeKey.valueOf("porty.facts");

  /**
   * Creates facts with a client address.
   *
   * @param client the client's address
   * @return the facts
   */
  public static ConnectionFacts of(SocketAddress client) {
    return new ConnectionFacts(client, null, null, null);
  }

  /**
   * {@return the same with the address that the client connected to}
   *
   * @param address the address that the client connected to
   */
  public ConnectionFacts withLocal(SocketAddress address) {
    return new ConnectionFacts(client, address, tls, proxy);
  }

  /**
   * {@return the same of a connection with TLS}
   *
   * @param session what the handshake agreed on
   */
  public ConnectionFacts withTls(TlsSession session) {
    return new ConnectionFacts(client, local, session, proxy);
  }

  /**
   * {@return the same with what a PROXY header says}
   *
   * @param said beyond the addresses; null if nothing
   */
  public ConnectionFacts withProxy(@Nullable ProxyFacts said) {
    return new ConnectionFacts(client, local, tls, said);
  }

  /**
   * {@return what is known of a channel: what was attached, or what its socket tells}
   *
   * @param channel the client's
   */
  public static ConnectionFacts of(Channel channel) {
    ConnectionFacts facts = channel.hasAttr(KEY) ? channel.attr(KEY).get() : null;
    return facts == null ? of(channel.remoteAddress()) : facts;
  }

  /**
   * {@return what the TLS handshake of a connection agreed on; null for one without TLS}
   *
   * @param channel of a client, or dialled
   */
  public static @Nullable TlsSession tlsOf(Channel channel) {
    ConnectionFacts facts = channel.hasAttr(KEY) ? channel.attr(KEY).get() : null;
    return facts == null ? null : facts.tls();
  }

  /**
   * {@return what the PROXY header of a client says beyond addresses; null if it says nothing, or
   * there was none}
   *
   * @param channel the client's
   */
  public static @Nullable ProxyFacts proxyOf(Channel channel) {
    ConnectionFacts facts = channel.hasAttr(KEY) ? channel.attr(KEY).get() : null;
    return facts == null ? null : facts.proxy();
  }

  /**
   * Attaches them to a channel.
   *
   * @param channel of the client, before it is passed to a mode
   */
  public void attachTo(Channel channel) {
    channel.attr(KEY).set(this);
  }

  /**
   * {@return the client's address: from the listener, else the socket's peer}
   *
   * @param channel the client's
   */
  public static SocketAddress clientOf(Channel channel) {
    ConnectionFacts facts = channel.hasAttr(KEY) ? channel.attr(KEY).get() : null;
    return facts == null ? channel.remoteAddress() : facts.client();
  }

  /**
   * {@return the address at the other end of the socket where that is not the client: of the load
   * balancer or relay that named it; null if nobody stands between}
   *
   * @param channel the client's
   */
  public static @Nullable SocketAddress relayOf(Channel channel) {
    ConnectionFacts facts = channel.hasAttr(KEY) ? channel.attr(KEY).get() : null;
    SocketAddress socket = facts == null ? null : channel.remoteAddress();
    return facts == null || facts.client().equals(socket) ? null : socket;
  }

  /**
   * {@return the address that the client connected to: from the listener, else the socket's own}
   *
   * @param channel the client's
   */
  public static SocketAddress localOf(Channel channel) {
    ConnectionFacts facts = channel.hasAttr(KEY) ? channel.attr(KEY).get() : null;
    SocketAddress stated = facts == null ? null : facts.local();
    return stated == null ? channel.localAddress() : stated;
  }
}
