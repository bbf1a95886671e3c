package io.porty.engine.observe.jfr;

import io.netty.channel.Channel;
import io.porty.net.jfr.JfrEvents;

/** Records client connections in Java Flight Recorder while a recording runs. */
public final class ConnectionJfr {

  private ConnectionJfr() {}

  /** Records an accepted channel until it closes. On its event loop. */
  public static void follow(Channel channel) {
    if (JfrEvents.isRecording()) {
      ConnectionEvent.follow(channel);
    }
  }
}
