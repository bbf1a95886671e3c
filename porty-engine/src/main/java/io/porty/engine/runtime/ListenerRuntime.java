package io.porty.engine.runtime;

import io.netty.channel.Channel;
import io.porty.api.Failure;
import io.porty.api.FailureCode;
import io.porty.api.PluginContext;
import io.porty.api.mode.ConnectionFacts;
import io.porty.engine.config.ListenAddress;
import io.porty.engine.config.VirtualHosts;
import io.porty.engine.observe.jfr.ConnectionJfr;
import io.porty.engine.plugin.PluginFault;
import io.porty.net.diagnostics.Diagnostics;
import io.porty.net.diagnostics.InternalErrors;
import io.porty.net.diagnostics.RateLimitedLog;
import io.porty.net.listener.ConnectionLimiter;
import io.porty.net.listener.ListeningFd;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
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

  private final SeatListeners listeners;
  private final ConnectionLimiter gate;
  private final EngineContext context;
  private final RateLimitedLog acceptFailures = new RateLimitedLog(LOG, ACCEPT_FAILED_INTERVAL);
  private final Set<ListenerWorker> groups = new CopyOnWriteArraySet<>();
  private final PerClientLimiter clientLimit = new PerClientLimiter();
  private final LongAdder accepted = new LongAdder();
  private volatile ListenerWorker at;
  private volatile Set<Object> place = Set.of();
  private volatile FullListenerLog full;
  private volatile int bufferBytes;
  private volatile boolean stopped;

  /** Whether everybody is admitted who was accepted, because the socket goes. */
  private volatile boolean admitsAll;

  /** Whether a client waits for one of its own connections to end. */
  private volatile boolean clientWaits;

  private volatile BoundListener here;

  /** Takes the place of {@link #here} when the next configuration serves. */
  private volatile @Nullable BoundListener next;

  /**
   * @param first what will serve it
   * @param beside whether sockets of this process that give way to it still listen
   */
  ListenerRuntime(
      ListenerWorker first, SeatListeners listeners, EngineContext context, boolean beside) {
    this.listeners = listeners;
    this.context = context;
    this.at = first;
    this.groups.add(first);
    this.bufferBytes = first.bufferBytes();
    this.gate = new ConnectionLimiter(first.config().maxConnections(), context.admission());
    this.here = listeners.make(first.config(), first.config().port(), beside, this::side);
    this.full = new FullListenerLog(here.place());
    first.enterBy(gate);
  }

  private ListenerSide side(
      ListenAddress address, int port, ListenerSockets sockets, PluginContext by) {
    return new ListenerSide(address, port, sockets, by);
  }

  /**
   * Whether this seat is where a group wants to be, with sockets as that wants them: then nothing
   * has to be bound.
   */
  boolean isFor(VirtualHosts group) {
    ListenAddress written = here.config().at();
    boolean same = written.equals(group.at()) || here.at().equals(group.at());
    return same && listeners.isAlike(here.config(), group);
  }

  /** Whether its socket is in the way of what a group wants to listen on. */
  boolean isInTheWayOf(VirtualHosts group) {
    ListenAddress wanted = group.at();
    return here.at().overlaps(wanted)
        || here.config().at().equals(wanted)
        || (!wanted.isWritten()
            && !here.config().hasAddress()
            && wanted.host().equals(here.config().address()));
  }

  /** Where it is bound. */
  BoundListener listener() {
    return here;
  }

  /** The one that is to be bound: of a new seat its own, of one that moves its next. */
  BoundListener listenerToBind() {
    BoundListener moving = next;
    return moving == null ? here : moving;
  }

  boolean isMoving() {
    return next != null;
  }

  /** Has another listener bound, which takes the place of this one at {@link #moveTo}. */
  void move(VirtualHosts to) {
    boolean keepsPort = to.at().isFreePort() && here.config().at().equals(to.at());
    int port = keepsPort ? here.at().port() : to.port();
    next = listeners.make(to, port, true, this::side);
  }

  /** Makes the listener that could not be bound anew: nothing is asked of one that has failed. */
  void makeAgain(boolean beside) {
    BoundListener moving = next;
    if (moving == null) {
      here = listeners.make(here.config(), here.port(), beside, this::side);
    } else {
      next = listeners.make(moving.config(), moving.port(), beside, this::side);
    }
  }

  /** The reload has failed. */
  void stay() {
    BoundListener moving = next;
    next = null;
    if (moving != null) {
      moving.close();
    }
  }

  /** Binds its listener again, where it was closed for another that could not be bound. */
  void reopen() throws IOException {
    int port = here.at().port();
    here = listeners.make(here.config(), port, false, this::side);
    here.bind();
  }

  void bind() throws IOException {
    gate.onFree(this::resume);
    try {
      listenerToBind().bind();
    } catch (IOException | PluginFault e) {
      if (next == null) {
        gate.close();
      }
      throw e;
    }
    if (next == null) {
      arrived();
    }
  }

  private void arrived() {
    String name = here.place();
    if (!place.contains(name)) {
      place = Set.of(name);
      full = new FullListenerLog(name);
    }
    at.listensAt(here);
  }

  private void resume() {
    here.listener().resume();
    BoundListener moving = next;
    if (moving != null) {
      moving.listener().resume();
    }
  }

  @Nullable SocketAddress bound() {
    return here.bound();
  }

  /**
   * From now on new connections are another group's.
   *
   * @return the listener that another one has taken the place of; it is to be closed
   */
  @Nullable BoundListener moveTo(ListenerWorker to) {
    to.enterBy(gate);
    groups.add(to);
    at = to;
    gate.limit(to.config().maxConnections());
    BoundListener moving = next;
    BoundListener left = moving == null ? null : here;
    if (moving != null) {
      here = moving;
      next = null;
      bufferBytes = moving.config().bufferBytes();
    }
    arrived();
    return left;
  }

  /** So many connections it has accepted. */
  long accepted() {
    return accepted.sum();
  }

  /** Whoever waits to be accepted by a socket that is about to close is admitted, limit or not. */
  void admitAll(BoundListener leaving) {
    admitsAll = true;
    gate.limit(Integer.MAX_VALUE);
    leaving.listener().resume();
  }

  /** The limits hold again. */
  void admitByLimits() {
    admitsAll = false;
    gate.limit(at.config().maxConnections());
  }

  /** A group that serves nobody here any more. */
  void forget(ListenerWorker group) {
    groups.remove(group);
  }

  /** The sockets, for another process; none if they cannot be handed over. */
  List<ListeningFd> sockets() {
    return here.sockets();
  }

  /**
   * Another process has the sockets: clients who were accepted are still served, those among them
   * who wait for a place too, because it cannot be had from this process any more.
   */
  void handedOver() {
    admitsAll = true;
    gate.limit(Integer.MAX_VALUE);
    here.listener().handedOver();
  }

  void stopAccepting() {
    stopped = true;
    gate.close();
    here.close();
    BoundListener moving = next;
    if (moving != null) {
      moving.close();
    }
  }

  /** The listener, for messages, if it did not come back in time at its end. */
  Optional<String> lateListener() {
    GuardedListener listener = here.listener();
    return listener.isLate() ? Optional.of(listener.owner()) : Optional.empty();
  }

  /** Connections that are open now, of whatever configuration. */
  int open() {
    return gate.open();
  }

  /** What it is at, for people. */
  ListenerStatus look() {
    return new ListenerStatus(
        here.place(),
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
    return !at.config().mode().sharesListener() && context.connections().comesRound(client, place);
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

  private final class ListenerSide extends SeatContext {

    /** Whether the listener tells which client it has accepted before it is admitted. */
    private volatile boolean placed;

    ListenerSide(ListenAddress at, int port, ListenerSockets sockets, PluginContext plugin) {
      super(at, port, sockets, plugin);
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
      int share = admitsAll || !(address instanceof InetSocketAddress) ? 0 : at.clientShare();
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
        context.errors().report(InternalErrors.ACCEPT, here.place(), cause);
        return;
      }
      long before = acceptFailures.next();
      if (before != RateLimitedLog.SUPPRESSED) {
        context.sayWithoutDescriptors(
            () -> {
              LOG.warn(
                  "cannot accept on {}: {}; trying again (raise the limit of open files?)",
                  here.place(),
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
        context.errors().report(InternalErrors.ACCEPT, here.place(), e);
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
        group.mode().refuse(client, Failure.client(FailureCode.LOOP, "through " + here.place()));
      } else if (tooMany) {
        group.mode().refuse(client, Failure.client(FailureCode.CLIENT_LIMIT, ""));
      } else {
        group.mode().accept(client);
      }
    }
  }
}
