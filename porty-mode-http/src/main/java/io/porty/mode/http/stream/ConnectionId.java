package io.porty.mode.http.stream;

import io.netty.channel.Channel;
import io.netty.util.Attribute;
import io.netty.util.AttributeKey;

/**
 * What the access log's records of one client connection have in common: the id of its first
 * exchange. Kept with the channel, so that all streams have it, and a reload does not change it. On
 * the event loop.
 */
final class ConnectionId {

  private static final AttributeKey<Long> KEY = AttributeKey.valueOf("porty.connection");

  /**
   * The id of a connection.
   *
   * @param exchange the present one
   */
  static long of(Channel channel, long exchange) {
    Attribute<Long> id = channel.attr(KEY);
    Long known = id.get();
    if (known == null) {
      id.set(exchange);
      return exchange;
    }
    return known;
  }

  private ConnectionId() {}
}
