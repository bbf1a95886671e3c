package io.porty.engine.generation;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.porty.api.PluginContext;
import io.porty.api.mode.Conduit;
import io.porty.api.mode.Mode;
import io.porty.api.mode.ModeContext;
import io.porty.api.mode.Relay;
import io.porty.api.mode.Route;
import io.porty.engine.conduit.ChannelConduit;
import io.porty.engine.config.RouteGroup;
import io.porty.engine.config.TomlSettings;
import io.porty.engine.life.Living;
import io.porty.engine.listen.ConnectionGate;
import io.porty.engine.listen.Loops;
import io.porty.engine.plugin.Fence;
import io.porty.engine.plugin.PluginCatalog;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** The routes of one listening address at work, under one configuration: their mode and clients. */
public final class RunningGroup {

  private final RouteGroup config;
  private final List<RunningRoute> routes;
  private final FencedMode mode;
  private final GroupClients clients = new GroupClients();

  // Asked for with each connection, and a group may have a hundred thousand routes.
  private final int bufferBytes;
  private final int maxConnectionsPerClient;
  private final int clientShare;

  /** Of the listener that brings its clients; null before there is one. */
  private volatile @Nullable ConnectionGate gate;

  RunningGroup(
      RouteGroup config,
      PluginCatalog catalog,
      List<RunningRoute> routes,
      Loops loops,
      Relay relay,
      EngineContext context,
      String instanceId) {
    this.config = config;
    this.routes = List.copyOf(routes);
    this.bufferBytes = config.bufferBytes();
    this.maxConnectionsPerClient = config.maxConnectionsPerClient();
    this.clientShare = config.clientShare();
    Fence fence = catalog.fence(config.mode());
    this.mode =
        new FencedMode(
            config
                .mode()
                .create(
                    new ModeSide(
                        loops,
                        relay,
                        context,
                        context.of(catalog.loaded(config.mode())),
                        instanceId,
                        fence)),
            fence);
  }

  public RouteGroup config() {
    return config;
  }

  int bufferBytes() {
    return bufferBytes;
  }

  int clientShare() {
    return clientShare;
  }

  int maxConnectionsPerClient() {
    return maxConnectionsPerClient;
  }

  public Mode mode() {
    return mode;
  }

  public List<RunningRoute> routes() {
    return routes;
  }

  /** Clients come through this from now on. */
  void enterBy(ConnectionGate listenerGate) {
    gate = listenerGate;
  }

  GroupClients clients() {
    return clients;
  }

  /** Routers and logs of all routes. */
  List<Living> lives() {
    return routes.stream().flatMap(route -> route.lives().stream()).toList();
  }

  /** Has every client come to its end. */
  void drain() {
    for (Channel client : clients.all()) {
      client.eventLoop().execute(() -> mode.drain(client));
    }
  }

  void closeConnections() {
    clients.all().forEach(Channel::close);
  }

  /** Hands every client over that can be, to what its seat is served by; the others stay. */
  void handOver(Seat seat) {
    for (Channel client : clients.all()) {
      client.eventLoop().execute(() -> mode.handOver(client, () -> leave(client, seat)));
    }
  }

  private @Nullable Mode leave(Channel client, Seat seat) {
    RunningGroup next = seat.reenter(client, clients.since(client));
    if (next == null) {
      return null;
    }
    clients.remove(client);
    return next.mode.unfenced();
  }

  void close() {
    mode.close();
  }

  /** After routers and logs have ended, on the log's thread. */
  void releaseSinks() {
    routes.forEach(route -> route.afterwards().run());
  }

  private final class ModeSide implements ModeContext {

    private final Loops loops;
    private final Relay relay;
    private final EngineContext ids;
    private final PluginContext context;
    private final String instanceId;
    private final List<Route> seen;

    ModeSide(
        Loops loops,
        Relay relay,
        EngineContext ids,
        PluginContext context,
        String instanceId,
        Fence fence) {
      this.ids = ids;
      this.loops = loops;
      boolean stranger = fence.stranger() != null;
      this.relay = stranger ? new FencedRelay(relay, fence) : relay;
      this.seen = stranger ? fenced(fence) : List.copyOf(routes);
      this.context = context;
      this.instanceId = instanceId;
    }

    @Override
    public List<Route> routes() {
      return seen;
    }

    private List<Route> fenced(Fence fence) {
      List<Route> all = new ArrayList<>();
      for (RunningRoute route : routes) {
        all.add(
            new FencedRoute(
                route,
                ((TomlSettings) route.settings()).declaring(fence, config.mode().keys()),
                fence));
      }
      return List.copyOf(all);
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
    public Conduit conduit(Channel channel) {
      return new ChannelConduit(channel);
    }

    @Override
    public long reserveIds(int count) {
      return ids.reserve(count);
    }

    @Override
    public boolean isShortOfMemory() {
      return ids.admission().isShortOfMemory();
    }

    @Override
    public boolean isFull() {
      ConnectionGate at = gate;
      return at != null && at.isFull();
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
