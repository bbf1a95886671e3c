package io.porty.net.conduit;

import io.netty.channel.Channel;
import io.porty.net.epoll.EpollTcpChannel;

/** Sends what was flushed at once, where the transport would do it at the end of a loop's round. */
public final class SocketFlush {

  /** On the channel's event loop. */
  public static void now(Channel channel) {
    if (channel instanceof EpollTcpChannel own) {
      own.flushNow();
    }
  }

  private SocketFlush() {}
}
