package io.porty.engine.runtime;

import com.google.inject.Inject;
import io.netty.channel.EventLoop;
import io.porty.engine.accesslog.AsyncLogDispatcher;
import io.porty.engine.config.PortyConfig;
import io.porty.engine.lifecycle.Deadline;
import io.porty.engine.lifecycle.ManagedComponent;
import io.porty.engine.lifecycle.ManagedComponents;
import io.porty.engine.lifecycle.ShutdownSequence;
import io.porty.engine.observe.metrics.ModeCounters;
import io.porty.engine.plugin.PluginException;
import io.porty.net.listener.ListeningFd;
import io.porty.net.transport.EventLoops;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

  private final ActiveConfigFactory factory;
  private final EventLoops loops;
  private final EngineContext context;
  private final DrainingWorkers draining;
  private final TlsSlot tls;
  private final ReentrantLock reloadLock = new ReentrantLock();
  private volatile boolean stopping;
  private volatile ActiveConfig current;

  @Inject
  ConfigReloader(
      PortyConfig config,
      ActiveConfigFactory factory,
      EventLoops loops,
      EngineContext context,
      AsyncLogDispatcher logDispatcher) {
    this.factory = factory;
    this.loops = loops;
    this.context = context;
    this.draining = new DrainingWorkers(logDispatcher, context);
    this.tls = factory.tls();
    this.current = factory.create(config, null);
    context.admission().limit(config.maxConnectionsTotal());
  }

  /** Random id that marks forwarded requests, to detect forwarding loops; lower-case hex digits. */
  public String instanceId() {
    return factory.instanceId();
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
    new Rebinding(current, null, loops).bind();
    tls.listening(current.config());
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
    ActiveConfig next = factory.create(config, previous);
    Rebinding rebinding = new Rebinding(next, previous, loops);
    try {
      next.inheritFrom(previous);
      next.start();
      tls.started(config);
      if (stopping) {
        throw new PluginException("Porty is shutting down");
      }
      rebinding.bind();
    } catch (PluginException | BindFailure | RuntimeException e) {
      next.listeners().forEach(listener -> listener.runtime().cancelReplacement());
      next.discard();
      tls.discarded();
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
    tls.listening(config);
    context.admission().limit(config.maxConnectionsTotal());
    ManagedComponents.forEach(
        previous.components(),
        Deadline.in(ActiveConfig.LIFECYCLE_TIMEOUT),
        ManagedComponent::drain);
    previous.closeCertificateSources();
    for (ActiveConfig.ActiveListener former : previous.listeners()) {
      ListenerWorker successor = next.workerOf(former.runtime());
      for (ListenerWorker one : former.worker().withPassthrough()) {
        draining.retire(one, former.runtime(), successor, next.drainTimeout());
      }
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

  /** What modes have counted, by listening address. */
  public Map<String, ModeCounters> modeCounters() {
    Map<String, ModeCounters> all = new LinkedHashMap<>();
    for (ActiveConfig.ActiveListener listener : current.listeners()) {
      ListenerRuntime runtime = listener.runtime();
      all.put(runtime.listener().place(), runtime.connections().modeCounters());
    }
    return all;
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
