package io.porty.net.transport;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelOption;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.ServerChannel;
import io.netty.channel.ServerChannelRecvByteBufAllocator;
import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketAddress;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A transport: the event loop implementation and its channels, chosen once by {@link Transports}.
 * Immutable.
 *
 * @param name the value of the key {@code transport} that selects it
 * @param reason why it was chosen, for the start-up message
 * @param handler runs the event loops
 * @param tcp makes TCP sockets
 * @param unix makes Unix domain sockets; null where Netty closes one whose peer has shut down its
 *     output, and would lose the answer (docs/decisions/017)
 * @param features its other capabilities
 */
public record Transport(
    String name,
    String reason,
    IoHandlerFactory handler,
    TcpSockets tcp,
    @Nullable UnixSockets unix,
    Features features) {

  /** Makes TCP sockets. */
  public interface TcpSockets {

    /**
     * Makes a channel that is not connected yet.
     *
     * @param address the address that it will connect to
     * @throws ChannelException if the process has no descriptor left
     */
    Channel newSocket(InetAddress address);

    /**
     * Makes a channel that will listen.
     *
     * @param address as configured; a name or an IP address
     */
    ServerChannel newServerSocket(String address);
  }

  /**
   * Makes Unix domain sockets (unix(7)).
   *
   * @param server the class of a channel that listens
   * @param client makes a channel that is not connected yet
   * @param address the socket address of a path
   */
  public record UnixSockets(
      Class<? extends ServerChannel> server,
      Supplier<Channel> client,
      Function<String, SocketAddress> address) {}

  /** Makes channels of listening sockets that another process has opened. */
  public interface FdPassing {

    /**
     * @param descriptor a listening socket; the channel owns it
     */
    ServerChannel adopt(int descriptor, boolean unix);
  }

  /**
   * Capabilities that differ between transports.
   *
   * @param maxAcceptsPerRead connections accepted before the event loop serves other channels. With
   *     few, the traffic of the first of a thousand simultaneous clients delays the last ones by
   *     seconds. Where the transport reports several connections at once, a connection limit may be
   *     exceeded by as many, so it is small there
   * @param supportsReusePort whether the kernel distributes clients over several sockets with one
   *     port (socket(7), SO_REUSEPORT)
   * @param acceptedInheritOptions whether accepted connections have the listening socket's
   *     SO_KEEPALIVE and its parameters without a system call of their own
   * @param fdPassing null if listening sockets cannot be passed between processes
   * @param keepAlive TCP keepalive parameters of every connection; empty for the system's
   */
  public record Features(
      int maxAcceptsPerRead,
      boolean supportsReusePort,
      boolean acceptedInheritOptions,
      @Nullable FdPassing fdPassing,
      Map<ChannelOption<Integer>, Integer> keepAlive) {

    Features withKeepAlive(Map<ChannelOption<Integer>, Integer> options) {
      return new Features(
          maxAcceptsPerRead, supportsReusePort, acceptedInheritOptions, fdPassing, options);
    }
  }

  /**
   * The same transport with TCP keepalive parameters other than the system's.
   *
   * @throws IllegalArgumentException if this transport cannot set them; the message has the remedy
   */
  public Transport withKeepAlive(TcpKeepAlive parameters) {
    return parameters.isOfSystem()
        ? this
        : new Transport(
            name, reason, handler, tcp, unix, features.withKeepAlive(parameters.options(name)));
  }

  /** Makes a TCP channel that is not connected yet, with the keepalive parameters. */
  public Channel newSocket(InetAddress address) {
    Channel channel = tcp.newSocket(address);
    if (!features.keepAlive().isEmpty()) {
      TcpKeepAlive.apply(features.keepAlive(), channel);
    }
    return channel;
  }

  /** Has a bootstrap listen with TCP sockets of this transport, keepalive on. */
  public ServerBootstrap listenTcp(ServerBootstrap bootstrap, String address) {
    return applyKeepAlive(bootstrap).channelFactory(() -> tcp.newServerSocket(address));
  }

  /** Switches TCP keepalive on for what a bootstrap accepts (tcp(7)). */
  public ServerBootstrap applyKeepAlive(ServerBootstrap bootstrap) {
    return applyKeepAlive(bootstrap, features.keepAlive());
  }

  /**
   * Switches TCP keepalive on with parameters other than this transport's own.
   *
   * @throws IllegalArgumentException if this transport cannot set them; the message has the remedy
   */
  public ServerBootstrap applyKeepAlive(ServerBootstrap bootstrap, TcpKeepAlive parameters) {
    return applyKeepAlive(bootstrap, parameters.isOfSystem() ? Map.of() : parameters.options(name));
  }

  private ServerBootstrap applyKeepAlive(
      ServerBootstrap bootstrap, Map<ChannelOption<Integer>, Integer> options) {
    if (features.acceptedInheritOptions()) {
      bootstrap.option(ChannelOption.SO_KEEPALIVE, true);
      options.forEach(bootstrap::option);
    } else {
      bootstrap.childOption(ChannelOption.SO_KEEPALIVE, true);
      options.forEach(bootstrap::childOption);
    }
    return bootstrap;
  }

  /**
   * How many connections a listening channel accepts at a time. Netty's epoll channel takes a
   * descriptor's number for a count of bytes when it asks whether more may wait, and would accept
   * one connection for each iteration of the event loop: docs/decisions/008.
   */
  public RecvByteBufAllocator acceptAllocator() {
    return new ServerChannelRecvByteBufAllocator()
        .respectMaybeMoreData(false)
        .maxMessagesPerRead(features.maxAcceptsPerRead());
  }

  /** Whether listening sockets can be passed to and from another process. */
  public boolean supportsFdPassing() {
    return features.fdPassing() != null;
  }

  /**
   * Makes the channel of a listening socket that another process has opened.
   *
   * @throws IOException if this transport cannot; the message has the remedy
   */
  public ServerChannel adopt(int descriptor, boolean unixSocket) throws IOException {
    FdPassing passing = features.fdPassing();
    if (passing == null) {
      throw new IOException(
          "transport \""
              + name
              + "\" cannot take over a listening socket; set transport = \"auto\" on Linux");
    }
    return passing.adopt(descriptor, unixSocket);
  }

  /**
   * Unix domain sockets.
   *
   * @throws IllegalArgumentException if this transport has none; the message has the remedy
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
}
