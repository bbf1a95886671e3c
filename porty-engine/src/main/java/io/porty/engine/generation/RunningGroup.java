package io.porty.engine.generation;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.ServerChannelRecvByteBufAllocator;
import io.netty.channel.unix.UnixChannelOption;
import io.porty.api.PluginContext;
import io.porty.api.listener.Listener;
import io.porty.api.listener.ListenerContext;
import io.porty.api.mode.Mode;
import io.porty.api.mode.ModeContext;
import io.porty.api.mode.Relay;
import io.porty.api.mode.Route;
import io.porty.engine.config.RouteGroup;
import io.porty.engine.flight.ConnectionEvent;
import io.porty.engine.life.Living;
import io.porty.engine.listen.ConnectionGate;
import io.porty.engine.listen.Loops;
import io.porty.engine.listen.Transport;
import io.porty.engine.plugin.PluginCatalog;
import io.porty.engine.plugin.PluginException;
import io.porty.engine.policy.OwnAddresses;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** One listening address at work: listener, gate, mode and routes. */
public final class RunningGroup {

  private static final int BACKLOG = 4096;
  private static final int ORDER_MATTERS_BELOW = 1024;

  private final RouteGroup config;
  private final List<RunningRoute> routes;
  private final Mode mode;
  private final Listener listener;
  private final ConnectionGate gate;
  private final OwnAddresses own;
  private @Nullable SocketAddress bound;

  RunningGroup(
      RouteGroup config,
      PluginCatalog catalog,
      List<RunningRoute> routes,
      Loops loops,
      Relay relay,
      OwnAddresses own,
      EngineContext context,
      String instanceId) {
    this.config = config;
    this.routes = List.copyOf(routes);
    this.own = own;
    this.gate = new ConnectionGate(config.maxConnections());
    this.mode =
        config
            .mode()
            .create(
                new ModeSide(loops, relay, context.of(catalog.loaded(config.mode())), instanceId));
    this.listener =
        config
            .listener()
            .create(
                config.listenerSettings(),
                new ListenerSide(loops, context, context.of(catalog.loaded(config.listener()))));
    this.gate.onFree(listener::resume);
  }

  public RouteGroup config() {
    return config;
  }

  public Mode mode() {
    return mode;
  }

  public List<RunningRoute> routes() {
    return routes;
  }

  void start() throws PluginException {
    for (RunningRoute route : routes) {
      for (Living living : route.lives()) {
        living.start();
      }
    }
  }

  SocketAddress bind() throws IOException {
    SocketAddress address = listener.bind();
    own.add(address);
    bound = address;
    return address;
  }

  void stopAccepting() {
    gate.onFree(() -> {});
    listener.close();
    if (bound != null) {
      own.remove(bound);
    }
  }

  void drain() {
    routes.forEach(route -> route.lives().forEach(Living::drain));
    for (Channel client : gate.channels()) {
      client.eventLoop().execute(() -> mode.drain(client));
    }
  }

  int open() {
    return gate.open();
  }

  void closeConnections() {
    for (Channel client : gate.channels()) {
      client.close();
    }
  }

  void close() {
    mode.close();
  }

  /** Ends routers and logs: after the last connection and the last record. */
  void release() {
    routes.forEach(route -> route.lives().forEach(Living::close));
  }

  private final class ListenerSide implements ListenerContext {

    private final Loops loops;
    private final EngineContext context;
    private final PluginContext plugin;

    ListenerSide(Loops loops, EngineContext context, PluginContext plugin) {
      this.loops = loops;
      this.context = context;
      this.plugin = plugin;
    }

    @Override
    public String address() {
      return config.address();
    }

    @Override
    public int port() {
      return config.port();
    }

    @Override
    public ServerBootstrap bootstrap() {
      return options(new ServerBootstrap().group(loops.group()));
    }

    @Override
    public ServerBootstrap unixBootstrap() {
      return common(new ServerBootstrap().group(loops.group()))
          .channel(loops.transport().unix().server());
    }

    @Override
    public SocketAddress unixAddress(String path) {
      return loops.transport().unix().address().apply(path);
    }

    private ServerBootstrap options(ServerBootstrap bootstrap) {
      return common(bootstrap)
          .channel(loops.transport().serverChannel())
          .option(ChannelOption.SO_REUSEADDR, true)
          .childOption(ChannelOption.SO_KEEPALIVE, true);
    }

    private ServerBootstrap common(ServerBootstrap bootstrap) {
      return bootstrap
          .option(ChannelOption.SO_BACKLOG, BACKLOG)
          .option(ChannelOption.RECVBUF_ALLOCATOR, accepts(loops.transport()))
          .childOption(ChannelOption.ALLOCATOR, loops.allocator())
          .childOption(ChannelOption.RECVBUF_ALLOCATOR, RouteAssembly.reads(config.bufferBytes()))
          .childOption(ChannelOption.AUTO_READ, false);
    }

    /**
     * With one acceptor the loops would hand every other connection over, and wake each other. But
     * clients who wait for a place under a small limit want their turn, which only one backlog
     * keeps: docs/decisions/014.
     */
    @Override
    public List<ServerBootstrap> bootstraps() {
      if (loops.all().size() == 1
          || !loops.transport().sharesPorts()
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

    /**
     * Netty takes a descriptor's number for a count of bytes when it asks whether more may wait,
     * and would accept one connection for each round of traffic.
     */
    private static RecvByteBufAllocator accepts(Transport transport) {
      return new ServerChannelRecvByteBufAllocator()
          .respectMaybeMoreData(false)
          .maxMessagesPerRead(transport.acceptsAtOnce());
    }

    @Override
    public boolean admit() {
      return gate.admit();
    }

    @Override
    public void accepted(Channel client) {
      context.expectTraffic();
      context.stalls().watch(client.eventLoop());
      ConnectionEvent.follow(client);
      gate.hold(client);
      mode.accept(client);
    }

    @Override
    public String portyVersion() {
      return plugin.portyVersion();
    }

    @Override
    public Executor blocking() {
      return plugin.blocking();
    }
  }

  private final class ModeSide implements ModeContext {

    private final Loops loops;
    private final Relay relay;
    private final PluginContext context;
    private final String instanceId;

    ModeSide(Loops loops, Relay relay, PluginContext context, String instanceId) {
      this.loops = loops;
      this.relay = relay;
      this.context = context;
      this.instanceId = instanceId;
    }

    @Override
    public List<Route> routes() {
      return List.copyOf(routes);
    }

    @Override
    public List<EventLoop> eventLoops() {
      return loops.all();
    }

    @Override
    public Relay relay() {
      return relay;
    }

    @Override
    public String instanceId() {
      return instanceId;
    }

    @Override
    public String portyVersion() {
      return context.portyVersion();
    }

    @Override
    public Executor blocking() {
      return context.blocking();
    }
  }
}
