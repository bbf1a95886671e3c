package io.porty.engine.runtime;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.unix.UnixChannelOption;
import io.porty.engine.config.VirtualHosts;
import io.porty.net.listener.InheritedBootstraps;
import io.porty.net.listener.InheritedSockets;
import io.porty.net.transport.EventLoops;
import io.porty.net.transport.Transport;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * How the listening sockets of a seat are made: anew, one for each loop, or from another process.
 */
final class ListenerSockets {

  /** For a listener that chooses its address itself. */
  private static final String ANY = "0.0.0.0";

  private static final int ORDER_MATTERS_BELOW = 1024;

  private final VirtualHosts config;
  private final int bufferBytes;
  private final EventLoops loops;
  private final InheritedSockets inheritance;
  private final boolean beside;

  /**
   * @param beside whether sockets of this process that give way to these still listen
   * @throws IllegalArgumentException if the transport cannot probe clients as configured
   */
  ListenerSockets(
      VirtualHosts config, EventLoops loops, InheritedSockets inheritance, boolean beside) {
    this.config = config;
    this.bufferBytes = config.bufferBytes();
    this.loops = loops;
    this.inheritance = inheritance;
    this.beside = beside;
    config
        .listenerConfig()
        .limits()
        .keepAlive()
        .ifPresent(how -> loops.transport().applyKeepAlive(new ServerBootstrap(), how));
  }

  /** Whether another process could share the port with what is made here. */
  boolean mayBeShared() {
    return isShared()
        && !beside
        && inheritance.isEmpty()
        && config.hasAddress()
        && !config.isUnix()
        && config.port() > 0;
  }

  private boolean isShared() {
    return loops.transport().features().supportsReusePort() && (beside || isOneForEachLoop());
  }

  boolean isOneForEachLoop() {
    return isOneForEachLoop(config, loops);
  }

  ServerBootstrap bootstrap() {
    return options(new ServerBootstrap().group(loops.group()));
  }

  ServerBootstrap unixBootstrap() throws IOException {
    try {
      return common(new ServerBootstrap().group(loops.group()))
          .channel(loops.transport().unixSockets().server());
    } catch (IllegalArgumentException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  SocketAddress unixAddress(String path) {
    return loops.transport().unixSockets().address().apply(path);
  }

  /** Where it is to listen. */
  SocketAddress address() {
    return config.isUnix()
        ? unixAddress(config.address())
        : new InetSocketAddress(config.address(), Math.max(0, config.port()));
  }

  List<ServerBootstrap> inherited() throws IOException {
    if (inheritance.isEmpty() || !config.hasAddress()) {
      return List.of();
    }
    boolean unix = config.isUnix();
    return InheritedBootstraps.bootstraps(
        inheritance,
        loops.transport(),
        address(),
        unix,
        loops.group(),
        loops.all(),
        group -> {
          ServerBootstrap fresh = common(new ServerBootstrap().group(group));
          return unix ? fresh : keepingAlive(fresh);
        });
  }

  private ServerBootstrap options(ServerBootstrap bootstrap) {
    String address = config.hasAddress() ? config.address() : ANY;
    ServerBootstrap made =
        keepingAlive(common(bootstrap))
            .channelFactory(() -> loops.transport().tcp().newServerSocket(address))
            .option(ChannelOption.SO_REUSEADDR, true);
    return isShared() ? made.option(UnixChannelOption.SO_REUSEPORT, true) : made;
  }

  private ServerBootstrap keepingAlive(ServerBootstrap bootstrap) {
    Transport transport = loops.transport();
    return config
        .listenerConfig()
        .limits()
        .keepAlive()
        .map(how -> transport.applyKeepAlive(bootstrap, how))
        .orElseGet(() -> transport.applyKeepAlive(bootstrap));
  }

  private ServerBootstrap common(ServerBootstrap bootstrap) {
    return bootstrap
        .option(ChannelOption.SO_BACKLOG, config.listenerConfig().limits().backlog())
        .option(ChannelOption.RECVBUF_ALLOCATOR, loops.transport().acceptAllocator())
        .childOption(ChannelOption.ALLOCATOR, loops.allocator())
        .childOption(ChannelOption.RECVBUF_ALLOCATOR, RouteAssembly.reads(bufferBytes))
        .childOption(ChannelOption.AUTO_READ, false);
  }

  /**
   * With one acceptor the loops would hand every other connection over, and wake each other. But
   * clients who wait for a place under a small limit want their turn, which only one backlog keeps:
   * docs/decisions/014.
   */
  List<ServerBootstrap> bootstraps() {
    if (!isOneForEachLoop(config, loops)) {
      return List.of(bootstrap());
    }
    List<ServerBootstrap> each = new ArrayList<>();
    for (EventLoop loop : loops.all()) {
      each.add(options(new ServerBootstrap().group(loop, loop)));
    }
    return each;
  }

  /** Whether there is a socket for each loop. */
  static boolean isOneForEachLoop(VirtualHosts config, EventLoops loops) {
    return loops.all().size() > 1
        && loops.transport().features().supportsReusePort()
        && config.maxConnections() >= ORDER_MATTERS_BELOW;
  }
}
