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

  private static final int BACKLOG = 4096;
  private static final int ORDER_MATTERS_BELOW = 1024;

  private final VirtualHosts config;
  private final int bufferBytes;
  private final EventLoops loops;
  private final InheritedSockets inheritance;

  ListenerSockets(
      VirtualHosts config, int bufferBytes, EventLoops loops, InheritedSockets inheritance) {
    this.config = config;
    this.bufferBytes = bufferBytes;
    this.loops = loops;
    this.inheritance = inheritance;
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

  List<ServerBootstrap> inherited() throws IOException {
    if (inheritance.isEmpty() || !config.hasAddress()) {
      return List.of();
    }
    boolean unix = config.isUnix();
    return InheritedBootstraps.bootstraps(
        inheritance,
        loops.transport(),
        unix
            ? unixAddress(config.address())
            : new InetSocketAddress(config.address(), config.port()),
        unix,
        loops.group(),
        loops.all(),
        group -> {
          ServerBootstrap fresh = common(new ServerBootstrap().group(group));
          return unix ? fresh : loops.transport().applyKeepAlive(fresh);
        });
  }

  private ServerBootstrap options(ServerBootstrap bootstrap) {
    Transport transport = loops.transport();
    return transport
        .listenTcp(common(bootstrap), config.hasAddress() ? config.address() : ANY)
        .option(ChannelOption.SO_REUSEADDR, true);
  }

  private ServerBootstrap common(ServerBootstrap bootstrap) {
    return bootstrap
        .option(ChannelOption.SO_BACKLOG, BACKLOG)
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
    if (loops.all().size() == 1
        || !loops.transport().features().supportsReusePort()
        || config.maxConnections() < ORDER_MATTERS_BELOW) {
      return List.of(bootstrap());
    }
    List<ServerBootstrap> each = new ArrayList<>();
    for (EventLoop loop : loops.all()) {
      each.add(
          options(new ServerBootstrap().group(loop, loop))
              .option(UnixChannelOption.SO_REUSEPORT, true));
    }
    return each;
  }
}
