package io.porty.engine.runtime;

import io.netty.channel.Channel;
import io.porty.api.mode.ClientKey;
import io.porty.api.mode.ConnectionFacts;
import java.net.SocketAddress;
import java.util.function.Predicate;

/**
 * Matches the connections of one client. Tokens for the same client are equal, so that a mode
 * recognises a request to close a connection that it is already processing.
 *
 * @param key as {@link ClientKey} computes it
 */
record ConnectionToken(Object key) implements Predicate<Channel> {

  static ConnectionToken as(SocketAddress client) {
    return new ConnectionToken(ClientKey.of(client));
  }

  @Override
  public boolean test(Channel connection) {
    return key.equals(ClientKey.of(ConnectionFacts.clientOf(connection)));
  }
}
