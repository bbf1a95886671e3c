package io.porty.engine.dial;

import io.netty.channel.Channel;
import io.porty.api.mode.ConnectionFacts;
import io.porty.engine.listen.ClientKey;
import org.jspecify.annotations.Nullable;

/**
 * For whom a name is looked up that a client chose: look-ups are bounded for each route and client.
 *
 * @param client who shares a bound; all that is not IP counts as one
 */
record Asker(String route, Object client) {

  static Asker of(String route, @Nullable Channel client) {
    return new Asker(route, ClientKey.of(client == null ? null : ConnectionFacts.clientOf(client)));
  }
}
