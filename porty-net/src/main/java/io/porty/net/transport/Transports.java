package io.porty.net.transport;

import io.netty.channel.Channel;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.kqueue.KQueue;
import io.netty.channel.kqueue.KQueueDomainSocketChannel;
import io.netty.channel.kqueue.KQueueIoHandler;
import io.netty.channel.kqueue.KQueueServerDomainSocketChannel;
import io.netty.channel.kqueue.KQueueServerSocketChannel;
import io.netty.channel.kqueue.KQueueSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringServerSocketChannel;
import io.netty.channel.uring.IoUringSocketChannel;
import io.netty.util.NetUtil;
import io.porty.net.epoll.CoalescingEpollHandler;
import io.porty.net.epoll.EpollTcpChannel;
import io.porty.net.epoll.EpollTcpServerChannel;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.channels.spi.SelectorProvider;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Chooses the transport of this process; availability is determined by loading it. */
public final class Transports {

  /**
   * Netty reads it once, when its io_uring classes load. Left on, Netty 4.2.18 waits forever for a
   * connection that was reset behind data that had not been read yet: docs/decisions/012.
   */
  private static final String MULTISHOT_POLL = "io.netty.iouring.pollAddMultishotEnabled";

  private static final String CONFIGURED = "as configured";
  private static final String BEST = "the best that works here";

  /** {@link Transport.Features#maxAcceptsPerRead}: one at a time, so that a limit is exact. */
  private static final int MAX_ACCEPTS_EPOLL = 256;

  private static final int MAX_ACCEPTS_OTHER = 16;

  private static final Transport.UnixSockets EPOLL_UNIX =
      new Transport.UnixSockets(
          EpollServerDomainSocketChannel.class,
          EpollDomainSocketChannel::new,
          DomainSocketAddress::new);

  /**
   * Finds a transport. epoll comes before io_uring: docs/decisions/013.
   *
   * @param name a value of the key {@code transport}
   * @throws IllegalArgumentException if it does not work here; the message has the remedy
   */
  public static Transport choose(String name) {
    return switch (name) {
      case "io_uring" -> ioUring();
      case "epoll" -> epoll(CONFIGURED);
      case "epoll-netty" -> nettyEpoll();
      case "kqueue" -> kqueue(CONFIGURED);
      case "nio" -> nio(CONFIGURED);
      default -> best();
    };
  }

  private static Transport best() {
    if (Epoll.isAvailable()) {
      return epoll(BEST);
    }
    if (KQueue.isAvailable()) {
      return kqueue(BEST);
    }
    return nio(
        "works everywhere; epoll: "
            + root(Epoll.unavailabilityCause()).getMessage()
            + "; kqueue: "
            + root(KQueue.unavailabilityCause()).getMessage());
  }

  /** Porty's own channels: docs/decisions/021. */
  private static Transport epoll(String reason) {
    require("epoll", Epoll.unavailabilityCause());
    return new Transport(
        "epoll",
        reason,
        CoalescingEpollHandler.factory(),
        new Sockets(
            EpollTcpChannel::open,
            EpollTcpServerChannel::new,
            () -> new EpollTcpServerChannel(SocketProtocolFamily.INET)),
        EPOLL_UNIX,
        epollFeatures(true, EpollTcpServerChannel::new));
  }

  /**
   * Netty's channels on Linux: the fallback if Porty's own are suspected of a fault. The handler is
   * Porty's, without which a half-closed channel loses data: docs/decisions/005.
   */
  private static Transport nettyEpoll() {
    require("epoll-netty", Epoll.unavailabilityCause());
    return new Transport(
        "epoll-netty",
        CONFIGURED,
        CoalescingEpollHandler.factory(),
        new Sockets(
            to -> new EpollSocketChannel(family(to)),
            EpollServerSocketChannel::new,
            () -> new EpollServerSocketChannel(SocketProtocolFamily.INET)),
        EPOLL_UNIX,
        epollFeatures(false, EpollServerSocketChannel::new));
  }

  private static Transport.Features epollFeatures(
      boolean acceptedInheritOptions, Function<Integer, ServerChannel> tcp) {
    return new Transport.Features(
        MAX_ACCEPTS_EPOLL,
        true,
        acceptedInheritOptions,
        (descriptor, unix) ->
            unix ? new EpollServerDomainSocketChannel(descriptor, true) : tcp.apply(descriptor),
        Map.of());
  }

  private static Transport ioUring() {
    if (System.getProperty(MULTISHOT_POLL) == null) {
      System.setProperty(MULTISHOT_POLL, "false");
    }
    require("io_uring", IoUring.unavailabilityCause());
    return new Transport(
        "io_uring",
        CONFIGURED,
        IoUringIoHandler.newFactory(),
        new Sockets(to -> new IoUringSocketChannel(), IoUringServerSocketChannel::new),
        null,
        otherFeatures(true));
  }

  private static Transport kqueue(String reason) {
    require("kqueue", KQueue.unavailabilityCause());
    return new Transport(
        "kqueue",
        reason,
        KQueueIoHandler.newFactory(),
        new Sockets(to -> new KQueueSocketChannel(family(to)), KQueueServerSocketChannel::new),
        new Transport.UnixSockets(
            KQueueServerDomainSocketChannel.class,
            KQueueDomainSocketChannel::new,
            DomainSocketAddress::new),
        otherFeatures(false));
  }

  private static Transport nio(String reason) {
    return new Transport(
        "nio",
        reason,
        NioIoHandler.newFactory(),
        new Sockets(
            to -> new NioSocketChannel(SelectorProvider.provider(), family(to)),
            NioServerSocketChannel::new),
        null,
        otherFeatures(false));
  }

  private static Transport.Features otherFeatures(boolean reusePort) {
    return new Transport.Features(MAX_ACCEPTS_OTHER, reusePort, false, null, Map.of());
  }

  /**
   * TCP sockets of one transport.
   *
   * @param ipv4Server listens on an IPv4 address with a socket of IPv4 alone, which is cheaper for
   *     the kernel than one of IPv6 with mapped addresses
   */
  private record Sockets(
      Function<InetAddress, Channel> client,
      Supplier<ServerChannel> server,
      Supplier<ServerChannel> ipv4Server)
      implements Transport.TcpSockets {

    Sockets(Function<InetAddress, Channel> client, Supplier<ServerChannel> server) {
      this(client, server, server);
    }

    @Override
    public Channel newSocket(InetAddress address) {
      return client.apply(address);
    }

    @Override
    public ServerChannel newServerSocket(String address) {
      return (NetUtil.isValidIpV4Address(address) ? ipv4Server : server).get();
    }
  }

  /** A socket of the address's own family connects cheaper than one that maps IPv4 into IPv6. */
  private static SocketProtocolFamily family(InetAddress address) {
    return address instanceof Inet4Address ? SocketProtocolFamily.INET : SocketProtocolFamily.INET6;
  }

  private static void require(String name, @Nullable Throwable cause) {
    if (cause != null) {
      throw new IllegalArgumentException(
          "transport \""
              + name
              + "\" does not work on this machine: "
              + root(cause).getMessage()
              + "; set transport = \"auto\"");
    }
  }

  private static Throwable root(Throwable cause) {
    Throwable root = cause;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }

  private Transports() {}
}
