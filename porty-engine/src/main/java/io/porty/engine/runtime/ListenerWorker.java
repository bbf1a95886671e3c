package io.porty.engine.runtime;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.porty.api.PluginContext;
import io.porty.api.Settings;
import io.porty.api.mode.Conduit;
import io.porty.api.mode.FaultReporter;
import io.porty.api.mode.Mode;
import io.porty.api.mode.ModeContext;
import io.porty.api.mode.Relay;
import io.porty.api.mode.Route;
import io.porty.engine.config.TomlSettings;
import io.porty.engine.config.VirtualHosts;
import io.porty.engine.lifecycle.ManagedComponent;
import io.porty.engine.plugin.PluginCatalog;
import io.porty.engine.plugin.PluginGuard;
import io.porty.net.conduit.ChannelConduit;
import io.porty.net.listener.ConnectionLimiter;
import io.porty.net.transport.EventLoops;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** The routes of one listening address at work, under one configuration: their mode and clients. */
public final class ListenerWorker {

  private final VirtualHosts config;
  private final List<RouteRuntime> routes;
  private final GuardedMode mode;
  private final ConnectionRegistry clients = new ConnectionRegistry();

  // Asked for with each connection, and a group may have a hundred thousand routes.
  private final int bufferBytes;
  private final int maxConnectionsPerClient;
  private final int clientShare;

  /** Of the listener that brings its clients; null before there is one. */
  private volatile @Nullable ConnectionLimiter gate;

  private volatile String place;
  private volatile int port;

  ListenerWorker(
      VirtualHosts config,
      PluginCatalog catalog,
      List<RouteRuntime> routes,
      EventLoops loops,
      Relay relay,
      EngineContext context,
      String instanceId) {
    this.config = config;
    this.place = config.place();
    this.port = config.port();
    this.routes = List.copyOf(routes);
    this.bufferBytes = config.bufferBytes();
    this.maxConnectionsPerClient = config.maxConnectionsPerClient();
    this.clientShare = config.clientShare();
    PluginGuard fence = catalog.fence(config.mode());
    this.mode =
        new GuardedMode(
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
            fence,
            config.place());
  }

  public VirtualHosts config() {
    return config;
  }

  /** Where it listens, for people: a free port is the one that it has got. */
  public String place() {
    return place;
  }

  /** As {@link VirtualHosts#port}, but for a free port that it has got. */
  public int port() {
    return port;
  }

  /** It is bound. */
  void listensAt(BoundListener here) {
    place = here.place();
    port = here.at().port();
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

  public List<RouteRuntime> routes() {
    return routes;
  }

  /** Clients come through this from now on. */
  void enterBy(ConnectionLimiter listenerGate) {
    gate = listenerGate;
  }

  ConnectionRegistry clients() {
    return clients;
  }

  /** Routers and logs of all routes. */
  List<ManagedComponent> lives() {
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
  void migrate(ListenerRuntime seat) {
    for (Channel client : clients.all()) {
      client.eventLoop().execute(() -> mode.migrate(client, () -> leave(client, seat)));
    }
  }

  private @Nullable Mode leave(Channel client, ListenerRuntime seat) {
    ListenerWorker next = seat.reenter(client, clients.since(client));
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

    private final EventLoops loops;
    private final Relay relay;
    private final EngineContext ids;
    private final PluginContext context;
    private final String instanceId;
    private final List<Route> seen;
    private final FaultReporter faults;
    private final Settings listenerSettings;

    ModeSide(
        EventLoops loops,
        Relay relay,
        EngineContext ids,
        PluginContext context,
        String instanceId,
        PluginGuard fence) {
      this.ids = ids;
      this.loops = loops;
      boolean stranger = fence.stranger() != null;
      this.relay = stranger ? new GuardedRelay(relay, fence) : relay;
      this.seen = stranger ? fenced(fence) : List.copyOf(routes);
      this.faults =
          stranger
              ? (where, cause) -> fence.blame("failed in " + where, cause)
              : ids.errors().of(config.place());
      this.listenerSettings =
          config.listenerConfig().settings().declaring(fence, config.mode().listenerKeys());
      this.context = context;
      this.instanceId = instanceId;
    }

    @Override
    public List<Route> routes() {
      return seen;
    }

    @Override
    public Settings listenerSettings() {
      return listenerSettings;
    }

    private List<Route> fenced(PluginGuard fence) {
      List<Route> all = new ArrayList<>();
      for (RouteRuntime route : routes) {
        all.add(
            new GuardedRoute(
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
    public FaultReporter faults() {
      return faults;
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
      ConnectionLimiter at = gate;
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
