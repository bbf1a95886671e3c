package io.porty.engine.flight;

import io.netty.channel.Channel;

/** Tells the flight recorder of client connections, if anybody records. */
public final class ConnectionFlight {

  private ConnectionFlight() {}

  /** Follows a channel that was just accepted. On its event loop. */
  public static void follow(Channel channel) {
    if (Flight.recorded()) {
      ConnectionEvent.follow(channel);
    }
  }
}
