package io.porty.engine.runtime;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.porty.api.Failure;
import io.porty.api.FailureCode;
import io.porty.api.PluginContext;
import io.porty.api.listener.ListenerContext;
import io.porty.api.listener.ListenerFactory;
import io.porty.api.mode.ConnectionFacts;
import io.porty.engine.config.VirtualHosts;
import io.porty.engine.observe.jfr.ConnectionJfr;
import io.porty.engine.plugin.PluginCatalog;
import io.porty.engine.plugin.PluginFault;
import io.porty.net.diagnostics.Diagnostics;
import io.porty.net.diagnostics.InternalErrors;
import io.porty.net.diagnostics.RateLimitedLog;
import io.porty.net.listener.ConnectionLimiter;
import io.porty.net.listener.InheritedSockets;
import io.porty.net.listener.ListeningFd;
import io.porty.net.policy.OwnAddresses;
import io.porty.net.transport.EventLoops;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * A listening address with its socket and its count of connections, whatever configuration serves
 * it: it outlives reloads. Thread-safe.
 */
final class ListenerRuntime {

  private static final Duration ACCEPT_FAILED_INTERVAL = Duration.ofMinutes(1);

  /** While that is said descriptors are held ready, and nobody accepts. */
  private static final long SAID_WITHIN_MILLIS = 2_000;

  private static final Diagnostics LOG = Diagnostics.of(ListenerRuntime.class);

  private final VirtualHosts config;
  private final Set<Object> place;
  private final int bufferBytes;
  private final GuardedListener listener;
  private final ConnectionLimiter gate;
  private final FullListenerLog full;
  private final OwnAddresses own;
  private final EngineContext context;
  private final RateLimitedLog acceptFailures = new RateLimitedLog(LOG, ACCEPT_FAILED_INTERVAL);
  private final Set<ListenerWorker> groups = new CopyOnWriteArraySet<>();
  private final PerClientLimiter clientLimit = new PerClientLimiter();
  private final LongAdder accepted = new LongAdder();
  private volatile ListenerWorker at;
  private volatile boolean stopped;
  private volatile boolean handed;

  /** Whether the listener tells which client it has accepted before it is admitted. */
  private volatile boolean placed;

  /** Whether a client waits for one of its own connections to end. */
  private volatile boolean clientWaits;

  private @Nullable SocketAddress bound;

  /** What makes two listening addresses the same one. */
  record Place(String address, int port, ListenerFactory listener) {
    static Place of(VirtualHosts group) {
      return new Place(group.address(), group.port(), group.listener());
    }
  }

  /**
   * @param first what will serve it
   */
  ListenerRuntime(
      ListenerWorker first,
      PluginCatalog catalog,
      EventLoops loops,
      OwnAddresses own,
      EngineContext context,
      InheritedSockets inheritance) {
    this.config = first.config();
    this.place = Set.of(config.place());
    this.bufferBytes = first.bufferBytes();
    this.own = own;
    this.context = context;
    this.at = first;
    this.groups.add(first);
    this.gate = new ConnectionLimiter(config.maxConnections(), context.admission());
    this.full = new FullListenerLog(config.place());
    first.enterBy(gate);
    this.listener =
        new GuardedListener(
            config
                .listener()
                .create(
                    config.listenerSettings(),
                    new ListenerSide(
                        new ListenerSockets(config, bufferBytes, loops, inheritance),
                        context.of(catalog.loaded(config.listener())))),
            catalog.fence(config.listener()));
  }

  SocketAddress bind() throws IOException {
    gate.onFree(listener::resume);
    SocketAddress address;
    try {
      address = listener.bind();
    } catch (IOException | PluginFault e) {
      gate.close();
      throw e;
    }
    own.add(address);
    bound = address;
    context.listening(listener);
    return address;
  }

  @Nullable SocketAddress bound() {
    return bound;
  }

  /** From now on new connections are another group's. */
  void moveTo(ListenerWorker next) {
    next.enterBy(gate);
    groups.add(next);
    at = next;
    gate.limit(next.config().maxConnections());
  }

  /** A group that serves nobody here any more. */
  void forget(ListenerWorker group) {
    groups.remove(group);
  }

  /** The sockets, for another process; none if they cannot be handed over. */
  List<ListeningFd> sockets() {
    return ListeningFd.of(bound, listener.sockets());
  }

  /**
   * Another process has the sockets: clients who were accepted are still served, those among them
   * who wait for a place too, because it cannot be had from this process any more.
   */
  void handedOver() {
    handed = true;
    gate.limit(Integer.MAX_VALUE);
    listener.handedOver();
  }

  void stopAccepting() {
    stopped = true;
    gate.close();
    context.notListening(listener);
    listener.close();
    if (bound != null) {
      own.remove(bound);
    }
  }

  /** The listener, for messages, if it did not come back in time at its end. */
  Optional<String> lateListener() {
    return listener.isLate() ? Optional.of(listener.owner()) : Optional.empty();
  }

  /** Connections that are open now, of whatever configuration. */
  int open() {
    return gate.open();
  }

  /** What it is at, for people. */
  ListenerStatus look() {
    return new ListenerStatus(
        config.place(),
        at.config().mode().name(),
        gate.open(),
        gate.limit(),
        accepted.sum(),
        gate.timesFull());
  }

  /** The open connections, of whatever configuration. */
  List<OpenConnection> clients() {
    List<OpenConnection> all = new ArrayList<>();
    for (ListenerWorker group : groups) {
      for (Channel client : group.clients().all()) {
        all.add(new OpenConnection(client, group, group.clients().since(client)));
      }
    }
    return all;
  }

  /** Counts a client in with the group of now; a reload at this moment is noticed. */
  private ListenerWorker enter(Channel client, long acceptedMillis) {
    while (true) {
      ListenerWorker group = at;
      group.clients().add(client, acceptedMillis);
      if (group == at) {
        return group;
      }
      group.clients().remove(client);
    }
  }

  /** Counts a client of a former group in with the one of now; null if there is none any more. */
  @Nullable ListenerWorker reenter(Channel client, long acceptedMillis) {
    return stopped ? null : enter(client, acceptedMillis);
  }

  /** Protocols of which several routes share an address have a mark of their own. */
  private boolean comesRound(Channel client) {
    return !config.mode().sharesListener() && context.connections().comesRound(client, place);
  }

  private void leave(SocketAddress client) {
    clientLimit.leave(client);
    if (clientWaits) {
      clientWaits = false;
      gate.askAgain();
    }
  }

  private void gone(Channel client) {
    for (ListenerWorker group : groups) {
      group.clients().remove(client);
    }
    gate.release();
  }

  private final class ListenerSide implements ListenerContext {

    private final ListenerSockets sockets;
    private final PluginContext plugin;

    ListenerSide(ListenerSockets sockets, PluginContext plugin) {
      this.sockets = sockets;
      this.plugin = plugin;
    }

    @Override
    public String address() {
      return config.hasAddress() ? config.address() : "";
    }

    @Override
    public int port() {
      return Math.max(0, config.port());
    }

    @Override
    public ServerBootstrap bootstrap() {
      return sockets.bootstrap();
    }

    @Override
    public List<ServerBootstrap> bootstraps() {
      return sockets.bootstraps();
    }

    @Override
    public ServerBootstrap unixBootstrap() throws IOException {
      return sockets.unixBootstrap();
    }

    @Override
    public SocketAddress unixAddress(String path) {
      return sockets.unixAddress(path);
    }

    @Override
    public List<ServerBootstrap> inherited() throws IOException {
      return sockets.inherited();
    }

    @Override
    public boolean admit() {
      if (gate.admit()) {
        return true;
      }
      full.wasFound(gate);
      at.mode().makeRoom();
      return false;
    }

    /** A client whose turn it was not waits: it is asked for again when one of its own ends. */
    @Override
    public Place place(Channel client) {
      placed = true;
      SocketAddress address = client.remoteAddress();
      int share = handed || !(address instanceof InetSocketAddress) ? 0 : at.clientShare();
      if (!clientLimit.enter(address, share == 0 ? Integer.MAX_VALUE : share)) {
        clientWaits = true;
        if (!clientLimit.isOver(address, share - 1)) {
          gate.askAgain(); // the last of its connections has ended just now
        } else {
          at.mode()
              .makeRoom(
                  ConnectionToken.as(address),
                  () -> clientWaits && clientLimit.isOver(address, share - 1));
        }
        return Place.CLIENT_FULL;
      }
      if (admit()) {
        return Place.GRANTED;
      }
      clientLimit.leave(address);
      return Place.LISTENER_FULL;
    }

    @Override
    public void release() {
      gate.release();
    }

    @Override
    public void acceptFailed(Throwable cause) {
      if (!(cause instanceof IOException)) {
        context.errors().report(InternalErrors.ACCEPT, config.place(), cause);
        return;
      }
      long before = acceptFailures.next();
      if (before != RateLimitedLog.SUPPRESSED) {
        context.sayWithoutDescriptors(
            () -> {
              LOG.warn(
                  "cannot accept on {}: {}; trying again (raise the limit of open files?)",
                  config.place(),
                  cause.getMessage());
              Diagnostics.flush(SAID_WITHIN_MILLIS);
            });
      }
    }

    @Override
    public void accepted(Channel client) {
      try {
        serve(client);
      } catch (OutOfMemoryError e) {
        throw e;
      } catch (Throwable e) {
        context.errors().report(InternalErrors.ACCEPT, config.place(), e);
        client.close();
      }
    }

    private void serve(Channel client) {
      context.stalls().watch(client.eventLoop());
      ConnectionJfr.follow(client);
      accepted.increment();
      ListenerWorker group = enter(client, System.currentTimeMillis());
      SocketAddress address = ConnectionFacts.clientOf(client);
      if (!placed) {
        clientLimit.enter(address, Integer.MAX_VALUE);
      }
      int most = group.maxConnectionsPerClient();
      boolean tooMany =
          most > 0 && address instanceof InetSocketAddress && clientLimit.isOver(address, most);
      client
          .closeFuture()
          .addListener(
              closed -> {
                leave(address);
                gone(client);
              });
      if (group.bufferBytes() != bufferBytes) {
        client.config().setRecvByteBufAllocator(RouteAssembly.reads(group.bufferBytes()));
      }
      if (comesRound(client)) {
        group.mode().refuse(client, Failure.client(FailureCode.LOOP, "through " + config.place()));
      } else if (tooMany) {
        group.mode().refuse(client, Failure.client(FailureCode.CLIENT_LIMIT, ""));
      } else {
        group.mode().accept(client);
      }
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
}
