package io.porty.engine.runtime;

import io.netty.channel.Channel;
import io.porty.api.mode.Mode;
import io.porty.api.mode.ModeMeter;
import io.porty.engine.config.ProxySources;
import io.porty.engine.config.VirtualHosts;
import io.porty.engine.lifecycle.ManagedComponent;
import io.porty.engine.observe.metrics.ModeCounters;
import io.porty.engine.plugin.PluginCatalog;
import io.porty.engine.plugin.PluginGuard;
import io.porty.engine.tls.ListenerTls;
import io.porty.net.listener.ConnectionLimiter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Serves one listening address under one configuration: the routes, the mode, and the connections
 * that it serves. Thread-safe; the mode runs on the event loops.
 */
public final class ListenerWorker implements EngineModeContext.Listener {

  private final VirtualHosts config;
  private final List<RouteRuntime> routes;
  private final GuardedMode mode;
  private final ConnectionRegistry clients = new ConnectionRegistry();

  // Cached: read for each connection, and computed over up to a hundred thousand routes.
  private final int bufferBytes;
  private final int maxConnectionsPerClient;
  private final int clientShare;
  private final @Nullable ProxySources proxySources;

  /** The limiter of the listener; null until the listener is created. */
  private volatile @Nullable ConnectionLimiter limiter;

  /** What the modes of the listener count; null as long as {@link #limiter}. */
  private volatile @Nullable ModeCounters modeCounters;

  /** Opens its connections; null without TLS. */
  private @Nullable ListenerTls tls;

  /** Serves the connections that pass through undecrypted; null if none do. */
  private @Nullable ListenerWorker passthrough;

  private volatile String place;
  private volatile int port;

  ListenerWorker(
      VirtualHosts config,
      PluginCatalog catalog,
      List<RouteRuntime> routes,
      ModeServices services) {
    this.config = config;
    this.place = config.place();
    this.port = config.port();
    this.routes = List.copyOf(routes);
    this.bufferBytes = config.bufferBytes();
    this.maxConnectionsPerClient = config.maxConnectionsPerClient();
    this.clientShare = config.clientShare();
    this.proxySources = config.listenerConfig().proxySources();
    PluginGuard guard = catalog.guard(config.mode());
    EngineModeContext context =
        new EngineModeContext(
            config,
            this.routes,
            services,
            services.context().of(catalog.loaded(config.mode())),
            guard,
            this);
    this.mode = new GuardedMode(config.mode().create(context), guard, config.place());
  }

  public VirtualHosts config() {
    return config;
  }

  /** The listening address as text, with its actual port. */
  public String place() {
    return place;
  }

  /** The actual port, also where the configuration asks for a free one. */
  public int port() {
    return port;
  }

  /** Called when the listener is bound. */
  void onListening(BoundListener listener) {
    place = listener.place();
    port = listener.at().port();
    if (passthrough != null) {
      passthrough.onListening(listener);
    }
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

  /** Whose connections begin with a PROXY header; null if nobody's. */
  @Nullable ProxySources proxySources() {
    return proxySources;
  }

  public Mode mode() {
    return mode;
  }

  public List<RouteRuntime> routes() {
    return routes;
  }

  /** Has its connections opened by TLS; before it serves any. */
  void setTls(@Nullable ListenerTls opens) {
    tls = opens;
  }

  public @Nullable ListenerTls tls() {
    return tls;
  }

  /** Has connections of some server names served by another one; before it serves any. */
  void setPassthrough(@Nullable ListenerWorker other) {
    passthrough = other;
  }

  @Nullable ListenerWorker passthrough() {
    return passthrough;
  }

  /** Itself, and the one that connections pass through to, if there is one. */
  List<ListenerWorker> withPassthrough() {
    ListenerWorker other = passthrough;
    return other == null ? List.of(this) : List.of(this, other);
  }

  /**
   * Sets what it shares with the workers before and after it.
   *
   * @param listenerLimiter admits the connections of this worker
   * @param counters what the mode counts in
   */
  void serves(ConnectionLimiter listenerLimiter, ModeCounters counters) {
    limiter = listenerLimiter;
    modeCounters = counters;
    if (passthrough != null) {
      passthrough.serves(listenerLimiter, counters);
    }
  }

  @Override
  public boolean isFull() {
    ConnectionLimiter current = limiter;
    return current != null && current.isFull();
  }

  @Override
  public ModeMeter meter() {
    return (metric, labels) -> {
      ModeCounters counters = modeCounters;
      return (counters == null ? ModeMeter.OFF : counters).count(metric, labels);
    };
  }

  ConnectionRegistry clients() {
    return clients;
  }

  /** The routers and access logs of all routes. */
  List<ManagedComponent> components() {
    return routes.stream().flatMap(route -> route.components().stream()).toList();
  }

  /** Asks the mode to finish every connection. */
  void drain() {
    for (Channel client : clients.all()) {
      client.eventLoop().execute(() -> mode.drain(client));
    }
  }

  void closeConnections() {
    clients.all().forEach(Channel::close);
  }

  /** Migrates the connections that can to the worker that now serves the listener. */
  void migrate(ListenerRuntime runtime) {
    for (Channel client : clients.all()) {
      client.eventLoop().execute(() -> mode.migrate(client, new Migration(client, runtime)));
    }
  }

  /** The way of one connection to the worker that now serves the listener. */
  private final class Migration implements Mode.ConnectionMigration {

    private final Channel client;
    private final ListenerRuntime runtime;

    Migration(Channel client, ListenerRuntime runtime) {
      this.client = client;
      this.runtime = runtime;
    }

    @Override
    public Runnable hold() {
      return clients.hold();
    }

    @Override
    public @Nullable Mode enter() {
      return detach(client, runtime);
    }
  }

  private @Nullable Mode detach(Channel client, ListenerRuntime runtime) {
    ListenerWorker next = runtime.connections().reassign(client, clients.acceptedMillis(client));
    if (next == null) {
      return null;
    }
    if (!TlsSuccession.allows(client, this, next)) {
      next.clients.remove(client);
      return null;
    }
    clients.remove(client);
    return next.mode.delegate();
  }

  void close() {
    mode.close();
    if (tls != null) {
      tls.close();
    }
  }

  /** Releases the outputs of the logs, after they are closed; on the access log's thread. */
  void releaseSinks() {
    routes.forEach(route -> route.onClosed().run());
  }
}
