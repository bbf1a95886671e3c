package io.porty.net.transport;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
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
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.SocketAddress;
import java.nio.channels.spi.SelectorProvider;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How sockets are driven on this machine, chosen once.
 *
 * @param name epoll, io_uring, kqueue or nio
 * @param reason why this one, for people
 * @param unix the same for Unix domain sockets; null where Netty 4.2.18 closes one whose peer has
 *     finished sending, and would lose the answer: docs/decisions/017
 * @param acceptsAtOnce how many connections are accepted between two rounds of traffic. When a
 *     thousand clients come at once, few at a time would let the first ones' traffic keep the last
 *     ones waiting for seconds. A transport that hands them over in one piece may exceed a
 *     connection limit by as many, so there it stays small.
 * @param sharesPorts whether the kernel spreads clients over several sockets on one port
 *     (socket(7), SO_REUSEPORT)
 * @param keepAlive options of every TCP connection; none if the system's hold
 */
public record Transport(
    String name,
    String reason,
    IoHandlerFactory handler,
    Class<? extends ServerChannel> serverChannel,
    Sockets sockets,
    @Nullable UnixSockets unix,
    int acceptsAtOnce,
    boolean sharesPorts,
    Map<ChannelOption<Integer>, Integer> keepAlive) {

  /** As what {@link #choose} finds. */
  private Transport(
      String name,
      String reason,
      IoHandlerFactory handler,
      Class<? extends ServerChannel> serverChannel,
      Sockets sockets,
      @Nullable UnixSockets unix,
      int acceptsAtOnce,
      boolean sharesPorts) {
    this(name, reason, handler, serverChannel, sockets, unix, acceptsAtOnce, sharesPorts, Map.of());
  }

  /**
   * The same, for connections that are probed otherwise than the system does.
   *
   * @throws IllegalArgumentException if this transport cannot; the message says what to do
   */
  public Transport probing(TcpKeepAlive how) {
    if (how.isOfSystem()) {
      return this;
    }
    Map<ChannelOption<Integer>, Integer> options = how.options(name);
    return new Transport(
        name,
        reason,
        handler,
        serverChannel,
        to -> {
          Channel channel = sockets.towards(to);
          TcpKeepAlive.apply(options, channel);
          return channel;
        },
        unix,
        acceptsAtOnce,
        sharesPorts,
        options);
  }

  /** Makes sockets that are not connected yet. */
  public interface Sockets {
    /**
     * @throws io.netty.channel.ChannelException if there is no descriptor left
     */
    Channel towards(InetAddress address);
  }

  /**
   * Unix domain sockets (unix(7)).
   *
   * @param server the class that listens
   * @param client makes one that is not connected yet
   * @param address a path in the form that this transport takes
   */
  public record UnixSockets(
      Class<? extends ServerChannel> server,
      Supplier<Channel> client,
      Function<String, SocketAddress> address) {}

  /**
   * Netty reads it once, when its io_uring classes load. Left on, Netty 4.2.18 waits forever for a
   * connection that was reset behind data that had not been read yet: docs/decisions/012.
   */
  private static final String MULTISHOT_POLL = "io.netty.iouring.pollAddMultishotEnabled";

  private static final String CONFIGURED = "as configured";

  private static final int MANY = 256;
  private static final int FEW = 16;

  /**
   * What works is found out by loading and asking it, not by the system's name. epoll comes before
   * io_uring: docs/decisions/013.
   *
   * @param wanted a value of the key {@code transport}
   * @throws IllegalArgumentException if it does not work here; the message says why
   */
  public static Transport choose(String wanted) {
    return switch (wanted) {
      case "io_uring" -> ioUring(CONFIGURED);
      case "epoll" -> epoll(CONFIGURED);
      case "kqueue" -> kqueue(CONFIGURED);
      case "nio" -> nio(CONFIGURED);
      default -> best();
    };
  }

  private static Transport best() {
    if (Epoll.isAvailable()) {
      return epoll("the best that works here");
    }
    if (KQueue.isAvailable()) {
      return kqueue("the best that works here");
    }
    return nio(
        "works everywhere; epoll: "
            + root(Epoll.unavailabilityCause()).getMessage()
            + "; kqueue: "
            + root(KQueue.unavailabilityCause()).getMessage());
  }

  private static Transport epoll(String reason) {
    if (!Epoll.isAvailable()) {
      throw unavailable("epoll", Epoll.unavailabilityCause());
    }
    return new Transport(
        "epoll",
        reason,
        CoalescingEpollHandler.factory(),
        EpollTcpServerChannel.class,
        EpollTcpChannel::towards,
        new UnixSockets(
            EpollServerDomainSocketChannel.class,
            EpollDomainSocketChannel::new,
            DomainSocketAddress::new),
        MANY,
        true);
  }

  private static Transport ioUring(String reason) {
    if (System.getProperty(MULTISHOT_POLL) == null) {
      System.setProperty(MULTISHOT_POLL, "false");
    }
    if (!IoUring.isAvailable()) {
      throw unavailable("io_uring", IoUring.unavailabilityCause());
    }
    return new Transport(
        "io_uring",
        reason,
        IoUringIoHandler.newFactory(),
        IoUringServerSocketChannel.class,
        to -> new IoUringSocketChannel(),
        null,
        FEW,
        true);
  }

  private static Transport kqueue(String reason) {
    if (!KQueue.isAvailable()) {
      throw unavailable("kqueue", KQueue.unavailabilityCause());
    }
    return new Transport(
        "kqueue",
        reason,
        KQueueIoHandler.newFactory(),
        KQueueServerSocketChannel.class,
        to -> new KQueueSocketChannel(family(to)),
        new UnixSockets(
            KQueueServerDomainSocketChannel.class,
            KQueueDomainSocketChannel::new,
            DomainSocketAddress::new),
        FEW,
        false);
  }

  private static Transport nio(String reason) {
    return new Transport(
        "nio",
        reason,
        NioIoHandler.newFactory(),
        NioServerSocketChannel.class,
        to -> new NioSocketChannel(SelectorProvider.provider(), family(to)),
        null,
        FEW,
        false);
  }

  /** A socket of the address's own family connects cheaper than one that maps IPv4 into IPv6. */
  private static SocketProtocolFamily family(InetAddress address) {
    return address instanceof Inet4Address ? SocketProtocolFamily.INET : SocketProtocolFamily.INET6;
  }

  /**
   * Has a bootstrap listen with this transport. A socket of IPv4 alone is cheaper for the kernel
   * than one of IPv6 that IPv4 clients are mapped into.
   *
   * @param address as configured
   */
  public ServerBootstrap listening(ServerBootstrap bootstrap, String address) {
    return name.equals("epoll") && NetUtil.isValidIpV4Address(address)
        ? bootstrap.channelFactory(() -> new EpollTcpServerChannel(SocketProtocolFamily.INET))
        : bootstrap.channel(serverChannel);
  }

  /**
   * Makes the channel of a socket that listens already.
   *
   * @throws IOException if this transport cannot
   */
  public ServerChannel inherited(int descriptor, boolean isUnix) throws IOException {
    if (!handsOver()) {
      throw new IOException(
          "transport \""
              + name
              + "\" cannot take over a socket that listens already; set transport = \"auto\" on Linux");
    }
    return isUnix
        ? new EpollServerDomainSocketChannel(descriptor, true)
        : new EpollTcpServerChannel(descriptor);
  }

  /** Whether listening sockets can go to another process, and come from one. */
  public boolean handsOver() {
    return name.equals("epoll");
  }

  /**
   * Has accepted connections probed when they are idle for long (tcp(7)). Linux hands the option of
   * the listening socket down, which saves a system call for each.
   */
  public ServerBootstrap keepingAlive(ServerBootstrap bootstrap) {
    if (name.equals("epoll")) {
      bootstrap.option(ChannelOption.SO_KEEPALIVE, true);
      keepAlive.forEach(bootstrap::option);
    } else {
      bootstrap.childOption(ChannelOption.SO_KEEPALIVE, true);
      keepAlive.forEach(bootstrap::childOption);
    }
    return bootstrap;
  }

  /**
   * Unix domain sockets.
   *
   * @throws IllegalArgumentException if this transport has none; the message says what to do
   */
  public UnixSockets unixSockets() {
    if (unix == null) {
      throw new IllegalArgumentException(
          "Unix domain sockets do not work with transport \""
              + name
              + "\"; set transport = \"auto\" on Linux or macOS, or use a port");
    }
    return unix;
  }

  private static IllegalArgumentException unavailable(String name, Throwable cause) {
    return new IllegalArgumentException(
        "transport \""
            + name
            + "\" does not work on this machine: "
            + root(cause).getMessage()
            + "; set transport = \"auto\"");
  }

  private static Throwable root(Throwable cause) {
    Throwable root = cause;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }
}
