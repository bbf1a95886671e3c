package io.porty.engine.runtime;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.unix.UnixChannelOption;
import io.porty.engine.config.VirtualHosts;
import io.porty.net.listener.InheritedBootstraps;
import io.porty.net.listener.InheritedSockets;
import io.porty.net.transport.EventLoops;
import io.porty.net.transport.ReadBuffers;
import io.porty.net.transport.Transport;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * The bootstraps that create the listening sockets of one address: a single socket, one for each
 * event loop (SO_REUSEPORT), or sockets inherited from another process.
 */
final class ListenerSockets {

  /** Selects the address family for a listener that chooses its address itself. */
  private static final String WILDCARD = "0.0.0.0";

  /** Below this connection limit one backlog keeps waiting clients in order. */
  private static final int SINGLE_BACKLOG_BELOW_CONNECTIONS = 1024;

  private final VirtualHosts config;
  private final int bufferBytes;
  private final EventLoops loops;
  private final InheritedSockets inherited;
  private final boolean coexists;

  /**
   * @param coexists whether sockets of this process that these will replace still listen
   * @throws IllegalArgumentException if the transport does not support the TCP keep-alive settings
   */
  ListenerSockets(
      VirtualHosts config, EventLoops loops, InheritedSockets inherited, boolean coexists) {
    this.config = config;
    this.bufferBytes = config.bufferBytes();
    this.loops = loops;
    this.inherited = inherited;
    this.coexists = coexists;
    config
        .listenerConfig()
        .limits()
        .keepAlive()
        .ifPresent(keepAlive -> loops.transport().applyKeepAlive(new ServerBootstrap(), keepAlive));
  }

  /** Whether another process could bind the port beside these sockets unnoticed. */
  boolean mayBeShared() {
    return isShared()
        && !coexists
        && inherited.isEmpty()
        && config.hasAddress()
        && !config.isUnix()
        && config.port() > 0;
  }

  private boolean isShared() {
    return loops.transport().features().supportsReusePort() && (coexists || hasSocketPerLoop());
  }

  boolean hasSocketPerLoop() {
    return hasSocketPerLoop(config, loops);
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

  /** The configured address; port 0 for any free port. */
  SocketAddress address() {
    return config.isUnix()
        ? unixAddress(config.address())
        : new InetSocketAddress(config.address(), Math.max(0, config.port()));
  }

  /** Bootstraps for the sockets inherited for this address; empty if there are none. */
  List<ServerBootstrap> inherited() throws IOException {
    if (inherited.isEmpty() || !config.hasAddress()) {
      return List.of();
    }
    boolean unix = config.isUnix();
    return InheritedBootstraps.bootstraps(
        inherited,
        loops.transport(),
        address(),
        unix,
        loops.group(),
        loops.all(),
        group -> {
          ServerBootstrap bootstrap = common(new ServerBootstrap().group(group));
          return unix ? bootstrap : withKeepAlive(bootstrap);
        });
  }

  private ServerBootstrap options(ServerBootstrap bootstrap) {
    String address = config.hasAddress() ? config.address() : WILDCARD;
    ServerBootstrap configured =
        withKeepAlive(common(bootstrap))
            .channelFactory(() -> loops.transport().tcp().newServerSocket(address))
            .option(ChannelOption.SO_REUSEADDR, true);
    return isShared() ? configured.option(UnixChannelOption.SO_REUSEPORT, true) : configured;
  }

  private ServerBootstrap withKeepAlive(ServerBootstrap bootstrap) {
    Transport transport = loops.transport();
    return config
        .listenerConfig()
        .limits()
        .keepAlive()
        .map(keepAlive -> transport.applyKeepAlive(bootstrap, keepAlive))
        .orElseGet(() -> transport.applyKeepAlive(bootstrap));
  }

  private ServerBootstrap common(ServerBootstrap bootstrap) {
    return bootstrap
        .option(ChannelOption.SO_BACKLOG, config.listenerConfig().limits().backlog())
        .option(ChannelOption.RECVBUF_ALLOCATOR, loops.transport().acceptAllocator())
        .childOption(ChannelOption.ALLOCATOR, loops.allocator())
        .childOption(ChannelOption.RECVBUF_ALLOCATOR, ReadBuffers.relayed(bufferBytes))
        .childOption(ChannelOption.AUTO_READ, false);
  }

  /**
   * One bootstrap for each event loop, so that accepted connections need not move between loops. A
   * single bootstrap under a small connection limit, because only one backlog serves waiting
   * clients in order of arrival: docs/decisions/014.
   */
  List<ServerBootstrap> bootstraps() {
    if (!hasSocketPerLoop(config, loops)) {
      return List.of(bootstrap());
    }
    List<ServerBootstrap> bootstraps = new ArrayList<>();
    for (EventLoop loop : loops.all()) {
      bootstraps.add(options(new ServerBootstrap().group(loop, loop)));
    }
    return bootstraps;
  }

  /** Whether a configuration gets one socket for each event loop. */
  static boolean hasSocketPerLoop(VirtualHosts config, EventLoops loops) {
    return loops.all().size() > 1
        && loops.transport().features().supportsReusePort()
        && config.maxConnections() >= SINGLE_BACKLOG_BELOW_CONNECTIONS;
  }
}
