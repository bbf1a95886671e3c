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
 * Enables TCP keep-alive probes towards a half-closed peer (tcp(7)). End of stream does not tell
 * whether the peer still waits for a response: a live peer acknowledges the probes, one that has
 * gone does not, or resets. Without them, a forwarding loop through another program would keep its
 * connections open for ever.
 */
final class PeerProbe {

  private static final int IDLE_SECONDS = 10;
  private static final int INTERVAL_SECONDS = 10;

  /** With the interval: the connection is closed after a minute without acknowledgement. */
  private static final int PROBES = 6;

  static void enable(Channel channel) {
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
