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
 * Holds the active configuration and replaces it on reload. A reload builds and starts all of the
 * next configuration before it switches: if anything fails, the running one stays as it is.
 *
 * <p>Thread-safe. Methods that start, reload or close block, so they must not be called on an event
 * loop.
 */
public final class ConfigReloader {

  /** How long a reload waits for one event loop to run the tasks that it has submitted. */
  private static final long LOOP_TIMEOUT_MILLIS = 1_000;

  private final PluginCatalog catalog;
  private final RouteAssembly assembly;
  private final EventLoops loops;
  private final Relay relay;
  private final EngineContext context;
  private final BoundListeners boundListeners;
  private final DrainingWorkers draining;
  private final TlsSlot tls;
  private final String instanceId =
      HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
  private final @Nullable BlockedLoopDetector blockedLoopDetector;
  private final ReentrantLock reloadLock = new ReentrantLock();
  private volatile boolean stopping;
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
      AsyncLogDispatcher logDispatcher) {
    this.catalog = catalog;
    this.assembly = assembly;
    this.loops = loops;
    this.relay = relay;
    this.context = context;
    this.draining = new DrainingWorkers(logDispatcher, context);
    this.tls = new TlsSlot(loops);
    boolean hasThirdParty = catalog.plugins().stream().anyMatch(p -> !p.origin().shipped());
    this.boundListeners = new BoundListeners(catalog, loops, own, context, inheritance);
    this.blockedLoopDetector = hasThirdParty ? new BlockedLoopDetector(loops.all()) : null;
    this.current = build(config, null);
    context.admission().limit(config.maxConnectionsTotal());
  }

  private ActiveConfig build(PortyConfig config, @Nullable ActiveConfig previous) {
    ListenerReuse reuse = new ListenerReuse(previous, config.groups());
    List<ActiveConfig.ActiveListener> listeners = new ArrayList<>();
    try {
      for (VirtualHosts group : config.groups()) {
        listeners.add(buildListener(group, config, reuse));
      }
    } catch (IllegalArgumentException e) {
      listeners.forEach(listener -> listener.runtime().cancelReplacement());
      new ActiveConfig(config, listeners).discard();
      throw e;
    }
    return new ActiveConfig(config, listeners);
  }

  /**
   * Builds the routes, the mode and the listener of one listening address.
   *
   * @throws IllegalArgumentException if a plugin's mode or listener cannot be created
   */
  private ActiveConfig.ActiveListener buildListener(
      VirtualHosts group, PortyConfig config, ListenerReuse reuse) {
    String owner = catalog.owner(group.mode());
    List<RouteRuntime> routes = new ArrayList<>();
    ListenerWorker worker = null;
    try {
      boolean adminEnabled = config.admin().isPresent();
      group.routes().forEach(route -> routes.add(assembly.assemble(route, adminEnabled)));
      worker = new ListenerWorker(group, catalog, routes, loops, relay, context, instanceId);
      owner = catalog.owner(group.listener());
      worker.setTls(tls.of(group, config));
      return new ActiveConfig.ActiveListener(
          worker, reuse.runtimeFor(worker, boundListeners, context));
    } catch (RuntimeException | LinkageError e) {
      if (worker != null) {
        worker.close();
      }
      routes.forEach(route -> route.onClosed().run());
      if (e instanceof PluginFault fault) {
        throw new IllegalArgumentException(fault.messageFor(group.place()));
      }
      if (e instanceof MissingKeyException) {
        throw new IllegalArgumentException(
            owner + ", for " + group.place() + ": " + e.getMessage());
      }
      throw e;
    }
  }

  /** Random id that marks forwarded requests, to detect forwarding loops; lower-case hex digits. */
  public String instanceId() {
    return instanceId;
  }

  /** Whether an accepted connection was opened by this Porty to a target that a client chose. */
  public boolean isToClientChosenTarget(
      @Nullable SocketAddress peer, @Nullable SocketAddress local) {
    return context.connections().isToClientChosenTarget(peer, local);
  }

  /** The version of this Porty. */
  public String version() {
    return context.portyVersion();
  }

  public ActiveConfig current() {
    return current;
  }

  /** Starts the routers and access logs, then binds every listener. */
  public void start() throws PluginException, BindFailure {
    current.start();
    tls.serve(current.config());
    if (blockedLoopDetector != null) {
      blockedLoopDetector.start();
      Diagnostics.prepare();
    }
    new Rebinding(current, null, loops).bind();
  }

  /** The bound addresses, in the order of the configuration file. */
  public List<SocketAddress> bound() {
    return current.bound();
  }

  /**
   * Replaces the active configuration. Sockets whose address and options stay are kept. Idle HTTP
   * connections migrate to the new configuration; others finish under the one they began with.
   *
   * @throws PluginException if a plugin fails to start
   * @throws BindFailure if an address cannot be bound; in both cases nothing has changed
   */
  public void reload(PortyConfig next) throws PluginException, BindFailure {
    reloadLock.lock();
    try {
      applyReload(next);
    } finally {
      reloadLock.unlock();
    }
  }

  private void applyReload(PortyConfig config) throws PluginException, BindFailure {
    ActiveConfig previous = current;
    ActiveConfig next = build(config, previous);
    Rebinding rebinding = new Rebinding(next, previous, loops);
    try {
      next.inheritFrom(previous);
      next.start();
      if (stopping) {
        throw new PluginException("Porty is shutting down");
      }
      rebinding.bind();
    } catch (PluginException | BindFailure | RuntimeException e) {
      next.listeners().forEach(listener -> listener.runtime().cancelReplacement());
      next.discard();
      throw e;
    }
    List<Rebinding.Replaced> replaced = new ArrayList<>();
    for (ActiveConfig.ActiveListener listener : next.listeners()) {
      BoundListener replacedListener = listener.runtime().switchTo(listener.worker());
      if (replacedListener != null) {
        replaced.add(new Rebinding.Replaced(listener.runtime(), replacedListener));
      }
    }
    rebinding.finish(replaced);
    current = next;
    tls.serve(config);
    context.admission().limit(config.maxConnectionsTotal());
    ManagedComponents.forEach(
        previous.components(),
        Deadline.in(ActiveConfig.LIFECYCLE_TIMEOUT),
        ManagedComponent::drain);
    for (ActiveConfig.ActiveListener former : previous.listeners()) {
      ListenerWorker successor = next.workerOf(former.runtime());
      draining.retire(former.worker(), former.runtime(), successor, next.drainTimeout());
    }
    awaitLoops();
  }

  /** After a reload the next request of an idle connection uses the new configuration. */
  private void awaitLoops() {
    for (EventLoop loop : loops.all()) {
      loop.submit(() -> {}).awaitUninterruptibly(LOOP_TIMEOUT_MILLIS);
    }
  }

  /** The TLS of this process. */
  public TlsSlot tls() {
    return tls;
  }

  /** The listening sockets, for a hot restart. */
  public List<ListeningFd> sockets() {
    return current.listeners().stream()
        .flatMap(listener -> listener.runtime().sockets().stream())
        .toList();
  }

  /** Stops accepting because another process has the listening sockets. */
  public void handedOver() {
    reloadLock.lock();
    try {
      current.listeners().forEach(listener -> listener.runtime().handedOver());
    } finally {
      reloadLock.unlock();
    }
  }

  /** A snapshot of each listening address, in the order of the configuration file. */
  public List<ListenerStatus> listeners() {
    return current.listeners().stream().map(listener -> listener.runtime().status()).toList();
  }

  /** A snapshot of the open connections of all listening addresses. */
  public List<OpenConnection> clients() {
    return current.listeners().stream()
        .flatMap(listener -> listener.runtime().connections().snapshot().stream())
        .toList();
  }

  /** Whether new connections and requests wait because buffer memory is short. */
  public boolean isShortOfMemory() {
    return context.admission().isShortOfMemory();
  }

  /** Connections that are open now, including those of earlier configurations. */
  public int open() {
    return current.open() + draining.openOnRemovedListeners();
  }

  /**
   * Stops accepting, waits up to the drain timeout for open connections to finish, and closes the
   * remaining ones.
   *
   * @return how many connections were closed before they had finished
   */
  public int drain(ShutdownSequence sequence) {
    stopping = true;
    sequence.step("a reload", this::awaitReload);
    return new Shutdown(current, draining, sequence).drain();
  }

  /** Waits for a reload in progress, which a plugin may be holding up. */
  private void awaitReload() {
    reloadLock.lock();
    reloadLock.unlock();
  }

  /** How long open connections may continue when Porty stops. */
  public Duration drainTimeout() {
    return current.drainTimeout();
  }

  /** Closes listeners, connections and modes. */
  public void close(ShutdownSequence sequence) {
    new Shutdown(current, draining, sequence).close();
    tls.close();
    if (blockedLoopDetector != null) {
      blockedLoopDetector.close();
    }
  }

  /** Closes routers and access logs; to be called after the last record is written. */
  public void release(ShutdownSequence sequence) {
    new Shutdown(current, draining, sequence).release();
  }

  /** Releases the outputs of the access logs; to be called after {@link #release}. */
  public void releaseSinks() {
    current.releaseSinks();
  }
}
