package io.porty.net.epoll;

import io.netty.channel.ChannelOption;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;

/**
 * Socket options of socket(7), tcp(7) and ip(7) that stream and listening sockets share, by their
 * getsockopt(2) numbers on Linux. Netty offers them only for its own channel classes.
 */
final class KernelOptions {

  private static final int IPPROTO_IP = 0;
  private static final int SOL_SOCKET = 1;
  private static final int IPPROTO_TCP = 6;

  /**
   * Arguments of getsockopt(2).
   *
   * @param flag whether the option is boolean
   */
  private record Location(int level, int number, boolean flag) {}

  private static final Map<ChannelOption<?>, Location> LOCATIONS =
      Map.of(
          ChannelOption.TCP_NODELAY, new Location(IPPROTO_TCP, 1, true),
          EpollChannelOption.TCP_KEEPIDLE, new Location(IPPROTO_TCP, 4, false),
          EpollChannelOption.TCP_KEEPINTVL, new Location(IPPROTO_TCP, 5, false),
          EpollChannelOption.TCP_KEEPCNT, new Location(IPPROTO_TCP, 6, false),
          EpollChannelOption.TCP_QUICKACK, new Location(IPPROTO_TCP, 12, true),
          EpollChannelOption.TCP_USER_TIMEOUT, new Location(IPPROTO_TCP, 18, false),
          ChannelOption.IP_TOS, new Location(IPPROTO_IP, 1, false),
          ChannelOption.SO_REUSEADDR, new Location(SOL_SOCKET, 2, true),
          ChannelOption.SO_KEEPALIVE, new Location(SOL_SOCKET, 9, true));

  static boolean has(ChannelOption<?> option) {
    return LOCATIONS.containsKey(option);
  }

  /** Reads an option that {@link #has} supports. */
  @SuppressWarnings("unchecked")
  static <T> T get(Socket socket, ChannelOption<T> option) throws IOException {
    Location at = Objects.requireNonNull(LOCATIONS.get(option), "unsupported option");
    Integer value = socket.getIntOpt(at.level, at.number);
    return at.flag ? (T) (Boolean) (value != 0) : (T) value;
  }

  /**
   * Sets an option.
   *
   * @return false if it is not one of these
   */
  static <T> boolean set(Socket socket, ChannelOption<T> option, T value) throws IOException {
    Location at = LOCATIONS.get(option);
    if (at == null) {
      return false;
    }
    int number = value instanceof Boolean flag ? (flag ? 1 : 0) : (Integer) value;
    socket.setIntOpt(at.level, at.number, number);
    return true;
  }

  private KernelOptions() {}
}
