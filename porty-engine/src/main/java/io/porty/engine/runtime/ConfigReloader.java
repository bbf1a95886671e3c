package io.porty.engine.runtime;

import com.google.inject.Inject;
import io.netty.channel.EventLoop;
import io.porty.api.MissingKeyException;
import io.porty.api.mode.Relay;
import io.porty.engine.accesslog.AsyncLogDispatcher;
import io.porty.engine.config.PortyConfig;
import io.porty.engine.config.VirtualHosts;
import io.porty.engine.lifecycle.Deadline;
import io.porty.engine.lifecycle.ManagedComponent;
import io.porty.engine.lifecycle.ManagedComponents;
import io.porty.engine.lifecycle.ShutdownSequence;
import io.porty.engine.observe.loops.BlockedLoopDetector;
import io.porty.engine.plugin.PluginCatalog;
import io.porty.engine.plugin.PluginException;
import io.porty.engine.plugin.PluginFault;
import io.porty.net.diagnostics.Diagnostics;
import io.porty.net.listener.InheritedSockets;
import io.porty.net.listener.ListeningFd;
import io.porty.net.policy.OwnAddresses;
import io.porty.net.transport.EventLoops;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The generation that serves, and the way to the next one. A reload builds all of the next one
 * before anything changes: whatever fails leaves the running one as it is. Not for event loops: its
 * methods wait.
 */
public final class ConfigReloader {

  private static final long LOOP_MILLIS = 1_000;

  private final PluginCatalog catalog;
  private final RouteAssembly assembly;
  private final EventLoops loops;
  private final Relay relay;
  private final EngineContext context;
  private final SeatListeners listeners;
  private final DrainingWorkers retiring;
  private final String instanceId =
      HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
  private final @Nullable BlockedLoopDetector watch;
  private final ReentrantLock changing = new ReentrantLock();
  private volatile boolean ends;
  private volatile ActiveConfig current;

  @Inject
  ConfigReloader(
      PortyConfig config,
      PluginCatalog catalog,
      RouteAssembly assembly,
      EventLoops loops,
      Relay relay,
      OwnAddresses own,
      EngineContext context,
      InheritedSockets inheritance,
      AsyncLogDispatcher pump) {
    this.catalog = catalog;
    this.assembly = assembly;
    this.loops = loops;
    this.relay = relay;
    this.context = context;
    this.retiring = new DrainingWorkers(pump, context);
    boolean strangers = catalog.plugins().stream().anyMatch(p -> !p.origin().shipped());
    this.listeners = new SeatListeners(catalog, loops, own, context, inheritance);
    this.watch = strangers ? new BlockedLoopDetector(loops.all()) : null;
    this.current = make(config, null);
    context.admission().limit(config.maxConnectionsTotal());
  }

  private ActiveConfig make(PortyConfig config, @Nullable ActiveConfig before) {
    SeatPlan plan = new SeatPlan(before, config.groups());
    List<ActiveConfig.Seated> seated = new ArrayList<>();
    try {
      for (VirtualHosts group : config.groups()) {
        seated.add(seated(group, config.admin().isPresent(), plan));
      }
    } catch (IllegalArgumentException e) {
      seated.forEach(one -> one.seat().stay());
      new ActiveConfig(config, seated).discard();
      throw e;
    }
    return new ActiveConfig(config, seated);
  }

  /**
   * @throws IllegalArgumentException if a plugin's mode or listener cannot be made
   */
  private ActiveConfig.Seated seated(VirtualHosts group, boolean watched, SeatPlan plan) {
    String part = catalog.owner(group.mode());
    List<RouteRuntime> routes = new ArrayList<>();
    ListenerWorker running = null;
    try {
      group.routes().forEach(route -> routes.add(assembly.assemble(route, watched)));
      running = new ListenerWorker(group, catalog, routes, loops, relay, context, instanceId);
      part = catalog.owner(group.listener());
      return new ActiveConfig.Seated(running, plan.seat(running, listeners, context));
    } catch (RuntimeException | LinkageError e) {
      if (running != null) {
        running.close();
      }
      routes.forEach(route -> route.afterwards().run());
      if (e instanceof PluginFault fault) {
        throw new IllegalArgumentException(fault.messageFor(group.place()));
      }
      if (e instanceof MissingKeyException) {
        throw new IllegalArgumentException(part + ", for " + group.place() + ": " + e.getMessage());
      }
      throw e;
    }
  }

  /** What this Porty marks the requests with that it forwards; lower case. */
  public String instanceId() {
    return instanceId;
  }

  /** Whether an accepted connection is this Porty's own, to a target that a client chose. */
  public boolean isClientsChoice(@Nullable SocketAddress peer, @Nullable SocketAddress local) {
    return context.connections().isClientsChoice(peer, local);
  }

  /** Of the running Porty. */
  public String version() {
    return context.portyVersion();
  }

  public ActiveConfig current() {
    return current;
  }

  /** Starts what plugins made and binds every listener. */
  public void start() throws PluginException, BindFailure {
    current.start();
    if (watch != null) {
      watch.start();
      Diagnostics.prepare();
    }
    new Rebinding(current, null, loops).bind();
  }

  /** The addresses that are bound, in the order of the file. */
  public List<SocketAddress> bound() {
    return current.bound();
  }

  /**
   * Serves by another configuration from now on: sockets of addresses that stay are kept, clients
   * are handed over or served to their end by what they began with.
   */
  public void reload(PortyConfig next) throws PluginException, BindFailure {
    changing.lock();
    try {
      change(next);
    } finally {
      changing.unlock();
    }
  }

  private void change(PortyConfig next) throws PluginException, BindFailure {
    ActiveConfig before = current;
    ActiveConfig fresh = make(next, before);
    Rebinding rebinding = new Rebinding(fresh, before, loops);
    try {
      fresh.inheritFrom(before);
      fresh.start();
      if (ends) {
        throw new PluginException("Porty is about to end");
      }
      rebinding.bind();
    } catch (PluginException | BindFailure | RuntimeException e) {
      fresh.seated().forEach(one -> one.seat().stay());
      fresh.discard();
      throw e;
    }
    List<Rebinding.Left> left = new ArrayList<>();
    for (ActiveConfig.Seated one : fresh.seated()) {
      BoundListener former = one.seat().moveTo(one.group());
      if (former != null) {
        left.add(new Rebinding.Left(one.seat(), former));
      }
    }
    rebinding.finish(left);
    current = fresh;
    context.admission().limit(next.maxConnectionsTotal());
    ManagedComponents.each(
        before.lives(), Deadline.in(ActiveConfig.LIFE_STEP), ManagedComponent::drain);
    for (ActiveConfig.Seated old : before.seated()) {
      ListenerWorker successor = null;
      for (ActiveConfig.Seated one : fresh.seated()) {
        if (one.seat() == old.seat()) {
          successor = one.group();
        }
      }
      retiring.retire(old.group(), old.seat(), successor, next.drainTimeout());
    }
    awaitLoops();
  }

  /** Whoever changes a configuration may count on it with the next request of an idle client. */
  private void awaitLoops() {
    for (EventLoop loop : loops.all()) {
      loop.submit(() -> {}).awaitUninterruptibly(LOOP_MILLIS);
    }
  }

  /** The listening sockets, for another process. */
  public List<ListeningFd> sockets() {
    return current.seated().stream().flatMap(one -> one.seat().sockets().stream()).toList();
  }

  /** Another process has them now. */
  public void handedOver() {
    changing.lock();
    try {
      current.seated().forEach(one -> one.seat().handedOver());
    } finally {
      changing.unlock();
    }
  }

  /** The listening addresses, in the order of the file. */
  public List<ListenerStatus> seats() {
    return current.seated().stream().map(one -> one.seat().look()).toList();
  }

  /** The open connections of the addresses that are listened on. */
  public List<OpenConnection> clients() {
    return current.seated().stream().flatMap(one -> one.seat().clients().stream()).toList();
  }

  /** Whether new work waits for memory. */
  public boolean isShortOfMemory() {
    return context.admission().isShortOfMemory();
  }

  /** Connections that are open now, those of former generations too. */
  public int open() {
    return current.open() + retiring.openWithoutSeat();
  }

  /**
   * Stops accepting, lets what is open come to its end within the drain timeout, and closes the
   * rest.
   *
   * @return how many connections had to be cut
   */
  public int drain(ShutdownSequence ending) {
    ends = true;
    ending.step("a reload", this::awaitChange);
    return new Shutdown(current, retiring, ending).drain();
  }

  /** One that is under way may wait for a plugin. */
  private void awaitChange() {
    changing.lock();
    changing.unlock();
  }

  /** How long open connections may go on when Porty stops. */
  public Duration drainTimeout() {
    return current.drainTimeout();
  }

  /** Ends listeners, connections and modes. */
  public void close(ShutdownSequence ending) {
    new Shutdown(current, retiring, ending).close();
    if (watch != null) {
      watch.close();
    }
  }

  /** Ends routers and logs: after the last record is written. */
  public void release(ShutdownSequence ending) {
    new Shutdown(current, retiring, ending).release();
  }

  /** After that. */
  public void releaseSinks() {
    current.releaseSinks();
  }
}
