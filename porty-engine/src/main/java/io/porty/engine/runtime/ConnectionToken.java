package io.porty.engine.runtime;

import io.netty.channel.Channel;
import io.porty.net.listener.ClientKey;
import java.net.SocketAddress;
import java.util.function.Predicate;

/**
 * Whether a connection is of the client that is meant. Two of the same client are equal, by which a
 * mode sees that it is at work for that one already.
 *
 * @param key of {@link ClientKey}
 */
record ConnectionToken(Object key) implements Predicate<Channel> {

  static ConnectionToken as(SocketAddress client) {
    return new ConnectionToken(ClientKey.of(client));
  }

  @Override
  public boolean test(Channel connection) {
    return key.equals(ClientKey.of(connection.remoteAddress()));
  }
}
