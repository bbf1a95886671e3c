package io.porty.engine.generation;

import io.netty.channel.Channel;
import io.porty.engine.listen.ClientKey;
import java.net.SocketAddress;
import java.util.function.Predicate;

/**
 * Whether a connection is of the client that is meant. Two of the same client are equal, by which a
 * mode sees that it is at work for that one already.
 *
 * @param key of {@link ClientKey}
 */
record SameClient(Object key) implements Predicate<Channel> {

  static SameClient as(SocketAddress client) {
    return new SameClient(ClientKey.of(client));
  }

  @Override
  public boolean test(Channel connection) {
    return key.equals(ClientKey.of(connection.remoteAddress()));
  }
}
