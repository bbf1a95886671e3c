package io.porty.engine.observe.jfr;

import io.netty.channel.Channel;
import io.porty.net.jfr.JfrEvents;

/** Tells the flight recorder of client connections, if anybody records. */
public final class ConnectionJfr {

  private ConnectionJfr() {}

  /** Follows a channel that was just accepted. On its event loop. */
  public static void follow(Channel channel) {
    if (JfrEvents.recorded()) {
      ConnectionEvent.follow(channel);
    }
  }
}
