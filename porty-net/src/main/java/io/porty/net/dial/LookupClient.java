package io.porty.net.dial;

import io.netty.channel.Channel;
import io.porty.api.mode.ClientKey;
import io.porty.api.mode.ConnectionFacts;
import org.jspecify.annotations.Nullable;

/**
 * The route and client of a lookup of a client-chosen name; lookups are limited for each.
 *
 * @param route name of the route
 * @param client as {@link ClientKey#of}
 */
record LookupClient(String route, Object client) {

  static LookupClient of(String route, @Nullable Channel client) {
    return new LookupClient(
        route, ClientKey.of(client == null ? null : ConnectionFacts.clientOf(client)));
  }
}
