package io.porty.engine.listen;

import io.netty.channel.Channel;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringServerSocketChannel;
import io.netty.channel.uring.IoUringSocketChannel;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.channels.spi.SelectorProvider;

/**
 * How sockets are driven on this machine, chosen once.
 *
 * @param name epoll, io_uring or nio
 * @param acceptsAtOnce how many connections are accepted between two rounds of traffic. When a
 *     thousand clients come at once, few at a time would let the first ones' traffic keep the last
 *     ones waiting for seconds. A transport that hands them over in one piece may exceed a
 *     connection limit by as many, so there it stays small.
 */
public record Transport(
    String name,
    IoHandlerFactory handler,
    Class<? extends ServerChannel> serverChannel,
    Sockets sockets,
    int acceptsAtOnce) {

  /** Makes sockets that are not connected yet. */
  public interface Sockets {
    /**
     * @throws io.netty.channel.ChannelException if there is no descriptor left
     */
    Channel towards(InetAddress address);
  }

  /**
   * Netty reads it once, when its io_uring classes load. Left on, Netty 4.2.18 waits forever for a
   * connection that was reset behind data that had not been read yet: docs/decisions/012.
   */
  private static final String MULTISHOT_POLL = "io.netty.iouring.pollAddMultishotEnabled";

  private static final int MANY = 256;
  private static final int FEW = 16;

  /**
   * @param wanted a value of the key {@code transport}
   * @throws IllegalArgumentException if it does not work here; the message says why
   */
  public static Transport choose(String wanted) {
    return switch (wanted) {
      case "io_uring" -> ioUring();
      case "epoll" -> epoll();
      case "nio" -> nio();
      default -> Epoll.isAvailable() ? epoll() : nio();
    };
  }

  private static Transport epoll() {
    if (!Epoll.isAvailable()) {
      throw unavailable("epoll", Epoll.unavailabilityCause());
    }
    return new Transport(
        "epoll",
        LazyInterest.factory(),
        EpollServerSocketChannel.class,
        to -> new EpollSocketChannel(family(to)),
        MANY);
  }

  private static Transport ioUring() {
    if (System.getProperty(MULTISHOT_POLL) == null) {
      System.setProperty(MULTISHOT_POLL, "false");
    }
    if (!IoUring.isAvailable()) {
      throw unavailable("io_uring", IoUring.unavailabilityCause());
    }
    return new Transport(
        "io_uring",
        IoUringIoHandler.newFactory(),
        IoUringServerSocketChannel.class,
        to -> new IoUringSocketChannel(),
        FEW);
  }

  private static Transport nio() {
    return new Transport(
        "nio",
        NioIoHandler.newFactory(),
        NioServerSocketChannel.class,
        to -> new NioSocketChannel(SelectorProvider.provider(), family(to)),
        FEW);
  }

  /** A socket of the address's own family connects cheaper than one that maps IPv4 into IPv6. */
  private static SocketProtocolFamily family(InetAddress address) {
    return address instanceof Inet4Address ? SocketProtocolFamily.INET : SocketProtocolFamily.INET6;
  }

  private static IllegalArgumentException unavailable(String name, Throwable cause) {
    Throwable root = cause;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return new IllegalArgumentException(
        "transport \""
            + name
            + "\" does not work on this machine: "
            + root.getMessage()
            + "; set transport = \"auto\"");
  }
}
