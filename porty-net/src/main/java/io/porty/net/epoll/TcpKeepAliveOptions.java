package io.porty.net.epoll;

import io.netty.channel.ChannelOption;
import io.netty.channel.epoll.EpollChannelOption;

/** The options of tcp(7) for connections that nothing comes from, with their numbers on Linux. */
final class TcpKeepAliveOptions {

  /** IPPROTO_TCP. */
  static final int LEVEL = 6;

  private static final int TCP_KEEPIDLE = 4;
  private static final int TCP_KEEPINTVL = 5;
  private static final int TCP_KEEPCNT = 6;

  static boolean isOne(ChannelOption<?> option) {
    return option == EpollChannelOption.TCP_KEEPIDLE
        || option == EpollChannelOption.TCP_KEEPINTVL
        || option == EpollChannelOption.TCP_KEEPCNT;
  }

  static int number(ChannelOption<?> option) {
    return option == EpollChannelOption.TCP_KEEPIDLE
        ? TCP_KEEPIDLE
        : option == EpollChannelOption.TCP_KEEPINTVL ? TCP_KEEPINTVL : TCP_KEEPCNT;
  }

  private TcpKeepAliveOptions() {}
}
