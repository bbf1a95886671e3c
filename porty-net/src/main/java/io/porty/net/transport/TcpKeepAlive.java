package io.porty.net.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.channel.uring.IoUringChannelOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jdk.net.ExtendedSocketOptions;

/**
 * TCP keep-alive parameters (tcp(7)): probes keep the state of firewalls alive on idle connections
 * and detect peers that have disappeared.
 *
 * @param idleSeconds silence before the first probe, 0 for the system's
 * @param intervalSeconds between two probes, 0 for the system's
 * @param count of probes without an answer after which it is closed, 0 for the system's
 */
public record TcpKeepAlive(int idleSeconds, int intervalSeconds, int count) {

  /** The system's defaults: net.ipv4.tcp_keepalive_time and the like. */
  public static final TcpKeepAlive OF_SYSTEM = new TcpKeepAlive(0, 0, 0);

  boolean isOfSystem() {
    return equals(OF_SYSTEM);
  }

  /**
   * The socket options.
   *
   * @param transport name of the transport
   * @throws IllegalArgumentException if the transport has no such options; the message has the
   *     remedy
   */
  Map<ChannelOption<Integer>, Integer> options(String transport) {
    List<ChannelOption<Integer>> names = new ArrayList<>();
    switch (transport) {
      case "epoll", "epoll-netty" -> {
        names.add(EpollChannelOption.TCP_KEEPIDLE);
        names.add(EpollChannelOption.TCP_KEEPINTVL);
        names.add(EpollChannelOption.TCP_KEEPCNT);
      }
      case "io_uring" -> {
        names.add(IoUringChannelOption.TCP_KEEPIDLE);
        names.add(IoUringChannelOption.TCP_KEEPINTVL);
        names.add(IoUringChannelOption.TCP_KEEPCNT);
      }
      case "nio" -> {
        names.add(NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPIDLE));
        names.add(NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPINTERVAL));
        names.add(NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPCOUNT));
      }
      default ->
          throw new IllegalArgumentException(
              "tcp_keepalive_idle_seconds, tcp_keepalive_interval_seconds and tcp_keepalive_count do not work with transport \""
                  + transport
                  + "\"; leave them out, or set transport = \"nio\"");
    }
    Map<ChannelOption<Integer>, Integer> options = new LinkedHashMap<>();
    int[] values = {idleSeconds, intervalSeconds, count};
    for (int i = 0; i < values.length; i++) {
      if (values[i] > 0) {
        options.put(names.get(i), values[i]);
      }
    }
    return options;
  }

  /** For a connection to a backend, before it is connected. */
  static void apply(Map<ChannelOption<Integer>, Integer> options, Channel channel) {
    channel.config().setOption(ChannelOption.SO_KEEPALIVE, true);
    options.forEach(channel.config()::setOption);
  }
}
