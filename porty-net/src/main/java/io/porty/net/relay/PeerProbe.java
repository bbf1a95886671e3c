package io.porty.net.relay;

import io.netty.channel.Channel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelOption;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.uring.IoUringChannelOption;
import io.netty.channel.uring.IoUringSocketChannel;
import io.porty.net.epoll.EpollTcpChannel;
import jdk.net.ExtendedSocketOptions;

/**
 * Finds out whether a peer that has finished sending is still there. Its end of stream does not
 * tell: it may wait for an answer. One that waits acknowledges a keep-alive probe; one that is gone
 * does not, or resets (tcp(7)). Without it, a ring that leads through another program would keep
 * its connections for ever.
 */
final class PeerProbe {

  private static final int IDLE_SECONDS = 10;
  private static final int INTERVAL_SECONDS = 10;

  /** A minute without any acknowledgement. */
  private static final int PROBES = 6;

  static void begin(Channel channel) {
    ChannelConfig config = channel.config();
    config.setOption(ChannelOption.SO_KEEPALIVE, true);
    if (channel instanceof EpollTcpChannel) {
      config.setOption(EpollChannelOption.TCP_KEEPIDLE, IDLE_SECONDS);
      config.setOption(EpollChannelOption.TCP_KEEPINTVL, INTERVAL_SECONDS);
      config.setOption(EpollChannelOption.TCP_KEEPCNT, PROBES);
    } else if (channel instanceof NioSocketChannel) {
      config.setOption(NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPIDLE), IDLE_SECONDS);
      config.setOption(
          NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPINTERVAL), INTERVAL_SECONDS);
      config.setOption(NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPCOUNT), PROBES);
    } else if (channel instanceof IoUringSocketChannel) {
      config.setOption(IoUringChannelOption.TCP_KEEPIDLE, IDLE_SECONDS);
      config.setOption(IoUringChannelOption.TCP_KEEPINTVL, INTERVAL_SECONDS);
      config.setOption(IoUringChannelOption.TCP_KEEPCNT, PROBES);
    }
  }

  private PeerProbe() {}
}
