package io.porty.mode.http.planted;

import io.netty.channel.ChannelOption;
import io.netty.channel.socket.DuplexChannel;

/** Breaks a rule on purpose; see io.porty.architecture. */
public final class PlantedShutdown {
  public static void end(DuplexChannel channel) {
    channel.config().setOption(ChannelOption.SO_LINGER, 0);
    channel.shutdownOutput();
  }
}
