package io.porty.net.dial;

import io.netty.channel.Channel;
import io.porty.api.mode.ConnectionFacts;
import io.porty.net.listener.ClientKey;
import org.jspecify.annotations.Nullable;

/**
 * For whom a name is looked up that a client chose: look-ups are bounded for each route and client.
 *
 * @param client who shares a bound; all that is not IP counts as one
 */
record LookupClient(String route, Object client) {

  static LookupClient of(String route, @Nullable Channel client) {
    return new LookupClient(
        route, ClientKey.of(client == null ? null : ConnectionFacts.clientOf(client)));
  }
}
